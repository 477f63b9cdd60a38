"""What the confined child and its parent say to each other. It decides nothing."""

import struct
from typing import Final

LENGTH: Final = struct.Struct(">I")  # of the order, before it
# The first byte of the answer: the file follows, or the reason.
DONE: Final = b"D"
REFUSED: Final = b"X"
