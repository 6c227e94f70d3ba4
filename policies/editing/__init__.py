"""Editing with a second pair of eyes: the content of a version as data, its forms, its differences, its history."""
