"""Demo cases of the talent desk: invented people, marked as such."""
