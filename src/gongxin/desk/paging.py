"""Long lists in pages: which page was asked for, and the addresses of its neighbours. Pure but for the request."""

from dataclasses import dataclass

from django.http import HttpRequest

_PAGE_MAX = 100_000


@dataclass(frozen=True)
class Pages:
    """Where a reader of a list is: `before` and `after` are queries of the neighbours, empty where there is none."""

    number: int
    count: int
    total: int
    before: str
    after: str

    @classmethod
    def of(cls, request: HttpRequest, total: int, size: int, number: int) -> "Pages":
        count = max(1, -(-total // size))
        return cls(
            number,
            count,
            total,
            _query(request, number - 1) if number > 1 else "",
            _query(request, number + 1) if number < count else "",
        )


def page_of(request: HttpRequest) -> int:
    """The page that was asked for, from 1."""
    text = request.GET.get("page", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    return min(max(number, 1), _PAGE_MAX)


def _query(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
