"""A header of two lines, read as one: which line stands over which, and what each column is called by both. It never reads a data cell.

"处罚机关" over "统一社会信用代码" is the authority's code, not the party's: both lines together are the name. A line above that
only groups ("基本信息") is left away where the line below is a name of the item by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongxin.intake.reading.plan import BLANKS, Headers, header_key, whole_keys

Cells = Sequence[str | None]
Merge = tuple[int, int, int, int]  # first and last row, first and last column


@dataclass(frozen=True)
class Heading:
    """The header of one sheet: its lines from the top, by row of the sheet, and one name a column."""

    lines: tuple[tuple[int, tuple[str, ...]], ...]
    merges: tuple[Merge, ...]  # within the lines, columns counted from the first that is used
    names: tuple[str, ...]

    @property
    def last(self) -> int:
        return self.lines[-1][0]


def heading(
    row: int,
    looked: Mapping[int, Cells],
    merges: Sequence[Merge],
    headers: Headers,
    *,
    second: bool,
) -> Heading | None:
    """The heading around the row that is most a header; None where it stands over more lines than two.

    `looked`: the rows at the top of the sheet; `merges`: with columns counted like the cells; `second`: the row below is a header too.
    """
    tall = [m for m in merges if m[0] <= row <= m[1] and m[1] > m[0]]
    if tall:
        top, bottom = min(m[0] for m in tall), max(m[1] for m in tall)
        return _two(top, looked, merges, headers) if bottom == top + 1 else None
    if any(m[0] == row and m[3] > m[2] for m in merges):
        return _two(row, looked, merges, headers)
    if second:
        return None
    if any(m[0] == m[1] == row - 1 and m[3] > m[2] for m in merges) and row - 1 in looked:
        found = _two(row - 1, looked, merges, headers)
        # A note above the table is no line of its header: nothing is called by both.
        if found is not None and found.names != _texts(looked[row], len(found.names)):
            return found
    return Heading(((row, _texts(looked[row])),), (), _texts(looked[row]))


def _two(
    top: int, looked: Mapping[int, Cells], merges: Sequence[Merge], headers: Headers
) -> Heading | None:
    if top + 1 not in looked or top not in looked:
        return None
    width = max(len(looked[top]), len(looked[top + 1]))
    above, below = _texts(looked[top], width), _texts(looked[top + 1], width)
    mine = tuple(m for m in merges if top <= m[0] and m[1] <= top + 1 and m[3] < width)
    spread = list(above)
    for first, _, left, right in mine:
        if first == top:
            spread[left : right + 1] = [above[left]] * (right + 1 - left)
    names = tuple(_name(one, other, headers) for one, other in zip(spread, below, strict=True))
    # Where no cell below is a name, alone or with the one above it, the lower line is data.
    lower = [(a, b) for a, b in zip(spread, below, strict=True) if b]
    if not any(_is_name(b, headers) or _is_name(a + b, headers) for a, b in lower):
        return None
    return Heading(((top, above), (top + 1, below)), mine, names)


def _name(above: str, below: str, headers: Headers) -> str:
    if not above or not below or header_key(above) == header_key(below):
        return below or above
    both = above + below
    if _is_name(both, headers):
        return both
    alone = _is_name(below, headers) and not _is_name(above, headers)
    if alone and not _is_of_another(header_key(above), header_key(below), headers):
        return below
    return f"{above}/{below}"


def _is_name(text: str, headers: Headers) -> bool:
    """Whether a text is a name of the item, whole or without its brackets. Parts of it prove nothing: a header over a code has one too."""
    return any(key in headers.known or key in headers.persons for key in whole_keys(text))


def _is_of_another(above: str, below: str, headers: Headers) -> bool:
    """Whether some name of the item begins with the one and ends with the other: the line above says whose it is."""
    return any(name.startswith(above) and name.endswith(below) for name in headers.known)


def _texts(cells: Cells, width: int = 0) -> tuple[str, ...]:
    texts = tuple(" ".join((cell or "").strip(BLANKS).split()) for cell in cells)
    return texts + ("",) * (width - len(texts))
