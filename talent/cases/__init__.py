"""Facilitation cases: who sees and does what, what is asked, given, checked and answered."""
