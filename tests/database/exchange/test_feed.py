"""The feed tells partners the truth: every change of what is shown, nothing of what never was, and a digest to compare."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection

from gongxin.disclosures import queries as disclosures
from gongxin.exchange import digests, elements
from gongxin.exchange.actions import reading
from gongxin.exchange.actions.reading import Page
from gongxin.exchange.lines import FeedAhead
from gongxin.exchange.models import SetComparison, SetState
from gongxin.exchange.queries import lines
from gongxin.exchange.queries.partners import PartnerCard
from gongxin.records import actions, feed
from gongxin.records import queries as records
from gongxin.subjects import queries as subjects
from tests.builders import city, partners, twins
from tests.builders.codes import unified_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank() -> PartnerCard:
    city.city_hall()
    return partners.admitted()[0]


def page(bank: PartnerCard, after: int = 0, limit: int = 500, today: date = city.TODAY) -> Page:
    return reading.give_page(
        partner=bank, after=after, limit=limit, today=today, by=bank.key, now=city.NOW
    )


def told(found: Page) -> list[tuple[str, str | None, UUID | None, bool]]:
    return [
        (g.line.operation.value, g.line.reason, g.line.record, g.document is not None)
        for g in found.given
    ]


def held(found: Page) -> dict[UUID, str]:
    """What a copy holds after these lines, by their words alone."""
    copy: dict[UUID, str] = {}
    for one in found.given:
        if one.line.operation in ("ADD", "MOD"):
            assert one.line.record
            assert one.line.element
            copy[one.line.record] = one.line.element.hex()
        elif one.line.operation == "DEL":
            assert one.line.record
            assert one.line.leaves
            assert copy.pop(one.line.record) == one.line.leaves.hex()
        if one.line.operation == "MOD":
            assert one.line.leaves
        assert one.digest.hex() == partners.digest_of(copy.values())
    return copy


def edges(bank: PartnerCard) -> list[tuple[UUID, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.record, g.number FROM disclosures_given AS g JOIN disclosures_disclosure AS d"
            " ON d.id = g.disclosure_id WHERE d.channel = 'feed' AND d.recipient_kind = 'partner'"
            " AND d.recipient = %s AND d.purpose = 'commercial_credit' ORDER BY d.at, g.id",
            [bank.key],
        )
        return list(cursor.fetchall())


def withdraw(record: UUID) -> None:
    actions.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=city.NOW)


def test_a_record_comes_is_disputed_is_repaired_and_is_never_handed_out_again(
    bank: PartnerCard,
) -> None:
    record = city.published_penalty(1)
    (added,) = page(bank).given
    assert added.document is not None
    assert added.document.record == city.public(1)[0]
    assert added.document.organisation.code == unified_code(1)
    actions.place_mark(record=record, kind="disputed", basis="异议", by="samr.clerk", now=city.NOW)
    added, marked = page(bank).given
    assert [m.kind for m in marked.document.record.marks] == ["disputed"]  # type: ignore[union-attr]
    actions.lift_mark(record=record, kind="disputed", basis="查实", by="samr.clerk", now=city.NOW)
    actions.repair(record=record, reason="整改完毕", by="samr.clerk", now=city.NOW)
    found = page(bank)
    assert told(found) == [
        ("ADD", "released", record, False),
        ("MARK", "marked", record, False),
        ("UNMARK", "unmarked", record, False),
        ("DEL", "repaired", record, False),
    ]
    assert held(found) == {}
    assert found.given[-1].digest == elements.digest(elements.empty())


def test_what_never_was_shown_is_not_told_of_at_all(bank: PartnerCard) -> None:
    city.register(1, 2)
    receipt = city.penalise(1, 2)
    gone, stays = records.records_of_batch(receipt.batch).values()
    before = page(bank).head
    actions.place_mark(record=gone, kind="disputed", basis="异议", by="samr.clerk", now=city.NOW)
    withdraw(gone)
    assert page(bank, before) == Page((), before)
    city.release(receipt)
    assert told(page(bank, before)) == [("ADD", "released", stays, True)]


def test_a_row_about_what_never_was_shown_is_a_number_and_nothing_else(bank: PartnerCard) -> None:
    """As an earlier version of the platform wrote it."""
    city.register(1)
    receipt = city.penalise(1)
    (record,) = records.records_of_batch(receipt.batch).values()
    before = lines.head()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_change (sequence, jurisdiction, record, number, operation, at)"
            " VALUES (%s, 'xingning', %s, 1, 'delete', now())",
            [before + 1, record],
        )
    (one,) = page(bank, before).given
    assert one.line.operation == "NONE"
    assert {one.line.record, one.line.number, one.line.reason, one.line.element, one.line.leaves} == {None}  # fmt: skip
    assert one.document is None


def test_an_unreleased_batch_that_is_undone_says_nothing_a_released_one_all(
    bank: PartnerCard,
) -> None:
    city.register(1, 2)
    silent, shown = city.penalise(1), city.penalise(2)
    before = lines.head()
    city.release(shown)
    for receipt, by in ((silent, "samr.clerk"), (shown, "samr.reviewer")):
        actions.undo_batch(batch=receipt.batch, reason="报错", by=by, now=city.NOW)
    (record,) = records.records_of_batch(shown.batch).values()
    assert told(page(bank, before)) == [
        ("ADD", "released", record, False),
        ("DEL", "undone", record, False),
    ]


def test_detaching_tells_of_what_was_shown_alone(bank: PartnerCard) -> None:
    city.register(1, 2)
    silent, shown = city.penalise(1), city.penalise(2)
    city.release(shown)
    (hidden,) = records.records_of_batch(silent.batch).values()
    (seen,) = records.records_of_batch(shown.batch).values()
    before = lines.head()
    actions.detach(records=[hidden, seen], reason="认定有误", by="centre.officer", now=city.NOW)
    assert told(page(bank, before)) == [("DEL", "detached", seen, False)]


def test_every_document_leaves_its_edge_and_what_is_hidden_none(bank: PartnerCard) -> None:
    first, second = city.published_penalty(1), city.published_penalty(2)
    withdraw(first)
    page(bank)
    assert edges(bank) == [(second, 1)]
    page(bank, lines.head())
    assert edges(bank) == [(second, 1)], "nothing was given the second time"


def test_each_body_finds_its_own_edge_among_the_looks_at_it(bank: PartnerCard) -> None:
    city.published_penalty(1)
    city.published_penalty(2)
    page(bank)
    for serial in (1, 2):
        found = subjects.organisation_by_code(unified_code(serial))
        assert found is not None
        (look,) = disclosures.looks_at(found.id)
        assert (look.channel, look.recipient_kind, look.recipient) == ("feed", "partner", bank.key)
        assert look.purpose == "commercial_credit"
        assert disclosures.given_in(look.disclosure) == [(city.public(serial)[0].record, 1)]


def test_a_document_ends_on_its_day_and_its_element_stays(bank: PartnerCard) -> None:
    city.published_penalty(1)
    (one,) = page(bank).given
    assert one.document is not None
    last = one.document.record.shown_until
    assert last is not None
    (after,) = page(bank, today=last).given
    assert after.document is None
    assert after.digest == one.digest


def test_pages_of_any_size_say_the_same(bank: PartnerCard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "KEPT_EVERY", 3)
    city.register(*range(1, 9))
    city.release(city.penalise(*range(1, 9)))
    for record in list(held(page(bank)))[::2]:
        withdraw(record)
    whole = page(bank)
    held(whole)
    for size in (1, 2, 5):
        found: list[reading.Given] = []
        while rest := page(bank, found[-1].line.sequence if found else 0, size).given:
            found += rest
        assert tuple(found) == whole.given
    kept = list(SetState.objects.order_by("sequence").values_list("sequence", flat=True))
    assert kept == list(range(3, lines.head(), 3))


def snapshot(bank: PartnerCard, through: int) -> dict[UUID, tuple[str, bool]]:
    copy: dict[UUID, tuple[str, bool]] = {}
    after: UUID | None = UUID(int=0)
    while after is not None:
        step, documents = reading.give_standing(
            partner=bank, after=after, through=through, today=city.TODAY, by=bank.key, now=city.NOW
        )
        for one, document in zip(step.found, documents, strict=True):
            assert one.record not in copy
            copy[one.record] = (one.element.hex(), document is not None)
        after = step.last
    return copy


def test_a_snapshot_is_what_the_lines_add_up_to(
    bank: PartnerCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PAGE_MAX", 2)
    city.register(*range(1, 6))
    city.release(city.penalise(*range(1, 6)))
    monkeypatch.setattr(reading, "PAGE_MAX", 1000)
    withdraw(next(iter(held(page(bank)))))
    copy = held(page(bank))
    through = lines.head()
    monkeypatch.setattr(reading, "PAGE_MAX", 2)
    assert snapshot(bank, through) == {record: (e, True) for record, e in copy.items()}
    assert digests.digest_after(through).hex() == partners.digest_of(copy.values())
    assert sorted(edges(bank)[-4:]) == sorted((record, 1) for record in copy)


def test_what_is_withdrawn_while_a_snapshot_runs_is_listed_without_its_document(
    bank: PartnerCard,
) -> None:
    gone, stays = city.published_penalty(1), city.published_penalty(2)
    through = lines.head()
    withdraw(gone)
    copy = snapshot(bank, through)
    assert {record: shown for record, (_, shown) in copy.items()} == {gone: False, stays: True}
    assert digests.digest_after(through).hex() == partners.digest_of(e for e, _ in copy.values())


def test_a_copy_that_is_not_ours_is_told_so_and_both_are_kept(bank: PartnerCard) -> None:
    city.published_penalty(1)
    ours = digests.digest_after(1)
    say = {"partner": bank, "through": 1, "by": bank.key, "now": city.NOW}
    assert reading.compare_set(digest=ours, **say).is_equal  # type: ignore[arg-type]
    assert not reading.compare_set(digest=bytes(32), **say).is_equal  # type: ignore[arg-type]
    assert SetComparison.objects.count() == 2
    with pytest.raises(FeedAhead):
        reading.compare_set(partner=bank, through=2, digest=ours, by=bank.key, now=city.NOW)


def test_a_line_that_is_not_there_yet_is_refused_not_answered_empty(bank: PartnerCard) -> None:
    """After a restore from a backup a partner may be ahead: its copy is not ours."""
    with pytest.raises(FeedAhead):
        page(bank, 10**6)


def tell(record: UUID, operation: str, number: int = 1) -> int:
    """News of a record that an act of another room gives."""
    return feed.append_changes(
        jurisdiction="xingning", versions=[(record, number)], operation=operation, now=city.NOW
    )


def test_hidden_for_a_time_it_leaves_and_comes_back_as_it_was(bank: PartnerCard) -> None:
    record = city.published_penalty(1)
    before = digests.digest_after(lines.head())
    assert (tell(record, "delete"), tell(record, "add")) == (1, 1)
    found = page(bank)
    assert told(found) == [
        ("ADD", "released", record, True),
        ("DEL", "hidden", record, False),
        ("ADD", "shown_again", record, True),
    ]
    assert found.given[-1].digest == before


def test_hidden_by_its_day_without_a_line_it_is_told_again_as_what_stands(
    bank: PartnerCard,
) -> None:
    record = city.published_penalty(1)
    tell(record, "add")
    found = page(bank)
    assert told(found)[1:] == [("MOD", "shown_again", record, True)]
    assert found.given[1].digest == found.given[0].digest
    held(found)


def test_nothing_is_shown_again_that_never_was(bank: PartnerCard) -> None:
    city.register(1)
    receipt = city.penalise(1)
    (record,) = records.records_of_batch(receipt.batch).values()
    assert [tell(record, operation) for operation in ("delete", "add", "modify", "mark")] == [0] * 4
    assert page(bank).given == ()


def test_news_of_what_is_gone_moves_nothing(bank: PartnerCard) -> None:
    record = city.published_penalty(1)
    withdraw(record)
    empty = digests.digest_after(lines.head())
    assert (tell(record, "modify", 2), tell(record, "delete", 2)) == (1, 1), "others need the news"
    found = page(bank, 2)
    assert [one.line.operation.value for one in found.given] == ["NONE", "NONE"]
    assert found.given[-1].digest == empty == elements.digest(elements.empty())
    assert snapshot(bank, lines.head()) == {}


def test_what_was_merged_comes_back_by_a_line_once_it_is_released_again(bank: PartnerCard) -> None:
    city.register(1)
    twins.reported_twice()
    (pair,) = twins.looked()
    before = lines.head()
    twins.merged(pair, pair.other.record)
    twins.unmerged(twins.pair_of(pair.id))
    assert [(o, r) for o, r, _, _ in told(page(bank, before))] == [("DEL", "merged"), ("ADD", "unmerged")]  # fmt: skip
    held(page(bank))


def test_a_day_on_which_a_record_will_be_hidden_goes_with_it(bank: PartnerCard) -> None:
    """By Order 36 it is shown until 5 May 2027; the case that nobody answers hides it from 4 June 2026."""
    record = city.published_penalty(1)
    (given,) = page(bank).given
    assert given.document is not None
    assert given.document.shown_until == date(2027, 5, 6)
    actions.mask(
        record=record, holder="case-1", from_date=date(2026, 6, 4), by="samr.clerk", now=city.NOW
    )
    (given,) = page(bank).given
    assert given.document is not None
    assert given.document.shown_until == date(2026, 6, 4)
    (hidden,) = page(bank, today=date(2026, 6, 4)).given
    assert hidden.document is None
    actions.unmask(record=record, holder="case-1", by="samr.clerk", now=city.NOW)
    (given,) = page(bank).given
    assert given.document is not None
    assert given.document.shown_until == date(2027, 5, 6)
