"""Invented people, enterprises and applications, so that no list of a fresh portal is empty."""
