"""Every write of what agencies owe the centre: a module a noun."""
