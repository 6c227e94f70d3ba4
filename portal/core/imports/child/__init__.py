"""Runs in the child process of `portal.core.imports.reading`. Nothing of Django and none of our packages here."""
