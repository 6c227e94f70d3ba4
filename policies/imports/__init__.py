"""Lists as files: read in a child process, shown as a difference, then written as a whole or not at all.

`nouns` says what can be imported; `checking` is the dry run, `applying` the import, `jobs` who works on it when.
"""
