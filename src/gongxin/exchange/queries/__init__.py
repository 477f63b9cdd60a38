"""Every read of this room, a module a noun."""
