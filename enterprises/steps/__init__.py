"""The rows of the flow of an application, one file a stretch of the way; `enterprises.workflow` puts them together."""
