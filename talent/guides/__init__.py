"""Service guides: loading, publishing, the page."""
