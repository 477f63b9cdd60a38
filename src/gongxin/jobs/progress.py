"""A progress bar on standard error for work that takes more than a moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm


@contextmanager
def bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Gives a function (steps done, steps in all) that moves the bar. Shown only on a terminal, after a second."""
    with tqdm(desc=label, unit="", leave=False, delay=1, disable=None) as shown:

        def move(done: int, whole: int) -> None:
            shown.total = whole
            shown.update(done - shown.n)

        yield move
