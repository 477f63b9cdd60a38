"""Every read of what agencies owe the centre: a module a noun. What is not public is read behind the wall of its agency."""
