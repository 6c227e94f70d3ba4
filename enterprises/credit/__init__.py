"""Credit: the lists of dishonest enterprises as they were brought in, and the checks of a case against them."""
