"""Argon2id at the minimum that OWASP recommends: 19 MiB of memory, 2 passes, 1 lane."""

from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher


class PortalArgon2PasswordHasher(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


class TestHasher(PBKDF2PasswordHasher):
    """For the test suite only: production settings do not name it."""

    algorithm = "pbkdf2_test"
    iterations = 1
