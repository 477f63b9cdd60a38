"""The list of what stands no more: exactly what left, nothing that never was shown, the same to whoever asks when."""

import hashlib
from uuid import UUID

import pytest

from gongxin.exchange import listing, stale
from gongxin.exchange.queries import lines
from gongxin.exchange.queries import stale as listed
from gongxin.records import actions, feed
from gongxin.records import queries as records
from tests.builders import city

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _law() -> None:
    city.city_hall()


def whole() -> list[str]:
    return b"".join(listed.pages(listing.bring_up())).decode().split()


def by_hand(record: UUID, number: int) -> str:
    return hashlib.sha256(f"gongxin/stale/v1\n{record}/{number}".encode()).hexdigest()


def withdraw(record: UUID) -> None:
    actions.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=city.NOW)


def test_what_left_is_found_by_whoever_holds_it_and_what_stands_is_not() -> None:
    gone, stays = city.published_penalty(1), city.published_penalty(2)
    hash_ = by_hand(gone, 1)
    assert listed.range_of(hash_[:5], listing.bring_up()) == []
    withdraw(gone)
    for length in range(2, 6):
        through = listing.bring_up()
        found = listed.range_of(hash_[:length], through)
        assert hash_ in [one.hex() for one in found]
        assert through == lines.head()
    assert by_hand(stays, 1) not in whole()
    assert whole() == [hash_], "the version that says so was shown to nobody"


def test_of_what_never_was_shown_nothing_is_listed() -> None:
    city.register(1, 2)
    receipt = city.penalise(1, 2)
    silent, shown = records.records_of_batch(receipt.batch).values()
    withdraw(silent)
    city.release(receipt)
    withdraw(shown)
    assert listed.head(listing.bring_up()).count == 1
    assert whole() == [by_hand(shown, 1)]


def test_the_head_is_of_the_list() -> None:
    found = [city.published_penalty(serial) for serial in range(1, 6)]
    for record in found[:3]:
        withdraw(record)
    head = listed.head(listing.bring_up())
    text = "".join(f"{one}\n" for one in sorted(by_hand(record, 1) for record in found[:3]))
    assert head.digest == hashlib.sha256(text.encode()).digest()
    assert (head.count, head.through, head.prefix_length) == (3, 8, stale.PREFIX_MIN)
    withdraw(found[3])
    earlier = b"".join(listed.pages(head.through))
    assert hashlib.sha256(earlier).digest() == head.digest, "the list of then can be had still"


def test_what_is_shown_again_is_listed_no_more() -> None:
    record = city.published_penalty(1)
    say = {"jurisdiction": "xingning", "versions": [(record, 1)], "now": city.NOW}
    feed.append_changes(operation="delete", **say)  # type: ignore[arg-type]
    hidden = listed.head(listing.bring_up())
    assert whole() == [by_hand(record, 1)]
    feed.append_changes(operation="add", **say)  # type: ignore[arg-type]
    assert whole() == []
    assert listed.range_of(by_hand(record, 1)[:3], listing.bring_up()) == []
    assert b"".join(listed.pages(hidden.through)).decode().split() == [by_hand(record, 1)]
    withdraw(record)
    assert whole() == [by_hand(record, 1)]
