"""Reads of security, a module a noun."""
