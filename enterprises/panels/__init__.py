"""The panel (会审): a ranked list, a line or a cut tried out on it, and what the meeting froze."""
