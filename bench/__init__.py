"""Speed and size, measured: `make bench`, or `python -m bench`. docs/benchmark.md says how and why."""
