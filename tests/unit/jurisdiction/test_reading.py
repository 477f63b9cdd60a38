"""Is a value of the wrong kind refused with its place, and nothing filled in by guessing?"""

from collections.abc import Callable
from datetime import date

import pytest

from gongxin.jurisdiction import LawRefused
from gongxin.jurisdiction.reading import Table, parse

Read = Callable[[Table], object]


def table(line: str) -> Table:
    return parse(line, "file.toml")


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("", lambda t: t.text("key")),
        ("key = 1", lambda t: t.text("key")),
        ('key = ""', lambda t: t.text("key")),
        ('key = " a"', lambda t: t.text("key")),
        ('key = "b"', lambda t: t.one_of("key", ("a",))),
        ('mark = "sure"', lambda t: t.mark()),
        ("", lambda t: t.texts("key")),
        ('key = "a"', lambda t: t.texts("key")),
        ('key = ["a", "a"]', lambda t: t.texts("key")),
        ('key = ["a", ""]', lambda t: t.texts("key")),
        ("key = [1]", lambda t: t.texts("key")),
        ("", lambda t: t.number("key")),
        ("key = true", lambda t: t.number("key")),
        ("key = -1", lambda t: t.number("key")),
        ("key = 1.5", lambda t: t.number_or_none("key")),
        ("", lambda t: t.flag("key")),
        ("key = 1", lambda t: t.flag("key", default=False)),
        ("", lambda t: t.day("key")),
        ('key = "2026-01-01"', lambda t: t.day("key")),
        ("key = 2026-01-01T00:00:00", lambda t: t.day("key")),
        ("key = 2026-01-01", lambda t: t.days("key")),
        ("key = [2026-01-02, 2026-01-01]", lambda t: t.days("key")),
        ("key = [2026-01-01, 2026-01-01]", lambda t: t.days("key")),
        (
            "in_force_from = 2026-01-02\nin_force_until = 2026-01-02",
            lambda t: t.period(),
        ),
        ("key = 1", lambda t: t.table("key")),
        ("key = 1", lambda t: list(t.tables("key"))),
        ("key = [1]", lambda t: list(t.tables("key"))),
        ("key = 1", lambda t: t.done()),
        ("key = ", lambda t: t),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(line: str, read: Read) -> None:
    with pytest.raises(LawRefused) as refused:
        read(table(line))
    assert refused.value.place.startswith("file.toml")
    assert refused.value.as_document()["details"] == {"place": refused.value.place}


def test_a_value_that_may_be_left_out_is_none_or_its_default() -> None:
    empty = table("")
    assert empty.text("key", "") == ""
    assert empty.text_or_none("key") is None
    assert empty.texts("key", missing_ok=True) == ()
    assert empty.number_or_none("key") is None
    assert empty.day_or_none("key") is None
    assert empty.flag("key", default=True) is True
    assert empty.table("key") is None
    assert list(empty.tables("key")) == []
    empty.done()


def test_what_is_taken_is_gone_and_the_rest_is_named() -> None:
    full = table('a = "x"\nb = 2026-01-01\nc = [{ key = "k" }]\nd = 1')
    assert (full.text("a"), full.day("b")) == ("x", date(2026, 1, 1))
    (row,) = full.tables("c")
    assert row.place == "file.toml.c[k]"
    with pytest.raises(LawRefused, match="unknown keys: d"):
        full.done()
    with pytest.raises(LawRefused, match='"a" is missing'):
        full.text("a")
