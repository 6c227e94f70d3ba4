"""An invented library with judged queries, for measuring how well the search ranks. Used by the benchmark and tests."""
