"""The decision: who drafts, who signs in which order, and the letter that tells of it."""
