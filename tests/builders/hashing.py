"""Argon2id at a hundredth of its price, for tests that sign in many times. What it costs in earnest has a test of its own."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class CheapArgon2(Argon2PasswordHasher):
    time_cost = 1
    memory_cost = 256
    parallelism = 1
