"""Partner authorities: asked about several cases at once, their list as a file, their answers read back from it."""
