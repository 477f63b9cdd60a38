"""Every read of the room: who holds copies, and how recalls stand."""
