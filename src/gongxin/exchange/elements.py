"""A digest of a set that does not know the order in which its elements came, and lets each leave again. Pure.

Each element is spread to 2,048 bytes by SHAKE-128 and read as 1,024 little-endian numbers of 16 bits; a state is their sum,
lane by lane, modulo 2^16. Adding and taking away are exact inverses, so whoever keeps a copy keeps its digest by what came
and what left. The form is that of LtHash (Bellare and Micciancio 1997; Lewi and others 2019), whose collisions are as hard to
find as short vectors in a lattice. What is printed is the SHA-256 of the state.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

LANES: Final = 1024
STATE_BYTES: Final = 2 * LANES
_DOMAIN: Final = b"gongxin/set/v1\n"  # what is spread here is spread nowhere else

State = NDArray[np.uint16]


def empty() -> State:
    """The state of no elements."""
    return np.zeros(LANES, dtype=np.uint16)


def spread(elements: Sequence[bytes | None]) -> NDArray[np.uint16]:
    """One row of lanes for each element; None is no element and spreads to nothing."""
    places = [place for place, one in enumerate(elements) if one is not None]
    whole = b"".join(
        hashlib.shake_128(_DOMAIN + one).digest(STATE_BYTES) for one in elements if one is not None
    )
    lanes = np.zeros((len(elements), LANES), dtype=np.uint16)
    lanes[places] = np.frombuffer(whole, dtype="<u2").reshape(len(places), LANES)
    return lanes


def states(
    before: State, enter: Sequence[bytes | None], leave: Sequence[bytes | None]
) -> NDArray[np.uint16]:
    """The state after each step of a row of steps, each of which lets one element in, one out, both or neither."""
    moves = spread(enter)
    if any(one is not None for one in leave):
        moves -= spread(leave)  # modulo 2^16, as lanes are
    moves[0] += before
    return np.cumsum(moves, axis=0, dtype=np.uint16, out=moves)


def kept(state: State) -> bytes:
    """The state as it is stored, little-endian whatever the machine."""
    return state.astype("<u2").tobytes()


def read(stored: bytes) -> State:
    """The inverse of `kept`."""
    assert len(stored) == STATE_BYTES
    return np.frombuffer(stored, dtype="<u2").astype(np.uint16)


def digest(state: State) -> bytes:
    """What is printed and compared."""
    return hashlib.sha256(kept(state)).digest()
