"""The rows of the flow of a facilitation case, one file a stretch of the way; `talent.workflow` puts them together."""
