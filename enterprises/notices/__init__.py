"""Public notices: built from signed approvals, read by everybody, open to objections."""
