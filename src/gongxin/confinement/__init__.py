"""What a process that touches foreign bytes is denied, and where such processes come from. It reads no file and knows none."""
