"""The finder: a few questions to the right guides and the right authority."""
