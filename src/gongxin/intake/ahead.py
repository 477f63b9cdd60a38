"""Work done ahead of its use, in order, by a few threads and never by more than a few steps. Knows nothing of batches."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

THREADS = (
    2  # bulk work releases the interpreter; more than the cores of a small server gain nothing
)


def ahead(work: Callable[[T], R], over: Iterable[T]) -> Iterator[tuple[T, R]]:
    """(argument, result) in the order given; at most THREADS results wait. `work` may not use the database."""
    waiting: deque[tuple[T, Future[R]]] = deque()
    with ThreadPoolExecutor(THREADS) as pool:
        for argument in over:
            waiting.append((argument, pool.submit(work, argument)))
            if len(waiting) > THREADS:
                done, result = waiting.popleft()
                yield done, result.result()
        while waiting:
            done, result = waiting.popleft()
            yield done, result.result()
