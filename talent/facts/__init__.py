"""The facts and numbers of the talent pages at the desk: edited by one official, made public by another."""
