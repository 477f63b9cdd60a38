"""Writes of security, a module a noun."""
