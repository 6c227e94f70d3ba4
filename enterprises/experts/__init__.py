"""The expert review: drawn by lot, conflict of interest first, scored alone, reported when all sheets are in."""
