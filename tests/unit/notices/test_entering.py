"""Lists that somebody pastes, and numbers that must not be a person's."""

from datetime import date

import pytest

from gongxin.notices.entering import (
    ContactRefused,
    Entry,
    EntryRefused,
    abridged,
    ensure_basis,
    ensure_contact,
    entries,
    is_reference,
)
from gongxin.notices.kinds import Way


def test_a_list_is_read_line_by_line_with_the_separators_people_use() -> None:
    text = "12, EA123456789CN\n13，1234567890123,2026-11-20\n\n14\t1099999999999\n15 abc；\n"
    found, unread = entries(text)
    assert found == [
        Entry(12, "EA123456789CN"),
        Entry(13, "1234567890123", date(2026, 11, 20)),
        Entry(14, "1099999999999"),
    ]
    assert [one.line for one in unread] == ["15 abc；"]  # three characters are no number


@pytest.mark.parametrize(
    "line",
    [
        "",
        "x, EA123456789CN",
        "1",
        "1, 2, 3, 4",
        "1, EA123456789CN, 2026-13-01",
        "-1, EA1234",
        "٣, EA1234",
    ],
)
def test_what_cannot_be_read_is_given_back(line: str) -> None:
    found, unread = entries(line)
    assert found == []
    assert [one.line for one in unread] == ([line] if line else [])


# A telephone, and numbers as long as an identity number; the last two are of no person.
@pytest.mark.parametrize(
    "text", ["13800138000", "999999199001017392", "99999919900101739X", "9" * 15]
)
def test_a_number_that_looks_like_a_persons_is_not_kept(text: str) -> None:
    assert not is_reference(text)


def test_too_many_lines_are_refused() -> None:
    with pytest.raises(EntryRefused):
        entries("1, EA123456789CN\n" * 501)


def test_an_announcement_without_its_law_is_refused() -> None:
    with pytest.raises(EntryRefused):
        ensure_basis("  ")
    assert ensure_basis(" 《某法》 第一条 ") == "《某法》 第一条"


@pytest.mark.parametrize(
    ("way", "text"),
    [
        (Way.SMS, "010-12345678"),
        (Way.SMS, "1380013800"),
        (Way.EMAIL, "a@b"),
        (Way.EMAIL, "a b@c.d e"),
    ],
)
def test_a_contact_of_another_kind_is_refused(way: Way, text: str) -> None:
    if way is Way.EMAIL and " " in text:
        assert ensure_contact(way, text) == "ab@c.de"  # blanks are nobody's
    else:
        with pytest.raises(ContactRefused):
            ensure_contact(way, text)


def test_an_organisation_knows_its_contact_again_and_nobody_else_does() -> None:
    assert abridged(Way.SMS, "13800138000") == "138****8000"
    assert abridged(Way.EMAIL, "office@example.com") == "o***@example.com"
