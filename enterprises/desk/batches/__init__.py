"""One deed for many cases: chosen in the queue, tried, then done line by line, each with its result."""
