"""Reads of notices: which are owed, how each stands, what is to be done today. Nothing of it is stored but what happened."""
