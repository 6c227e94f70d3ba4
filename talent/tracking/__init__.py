"""Where a case stands, for whoever has its number and the person's date of birth. No account."""
