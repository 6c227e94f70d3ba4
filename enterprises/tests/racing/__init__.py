"""Many processes at one budget: `crowd.py` runs in a process of its own, on the database of the test, and forks."""
