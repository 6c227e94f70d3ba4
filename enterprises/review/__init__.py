"""Looking at an application: verdicts field by field, the check on site, the consultation of other departments."""
