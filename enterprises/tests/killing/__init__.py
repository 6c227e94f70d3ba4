"""A real web server that is killed in the middle of a request, at a point that the test names."""
