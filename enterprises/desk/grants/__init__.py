"""The desk's pages of awards without application."""
