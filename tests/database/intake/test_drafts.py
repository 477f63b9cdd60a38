"""A draft enters nothing before somebody submits it; what was accepted and given up stays written."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from gongxin.agencies.queries import AccountUnknown
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import accepted, actions, conveyor, drafting, keeping, profiles, queries
from gongxin.intake.batches import BatchRefused
from gongxin.intake.fixes.fix import Fix, FixKind, FixRefused
from gongxin.intake.reading import open_table
from gongxin.jobs.accounts import clerk_of
from tests.builders import city, drafts, files
from tests.databases import Database

CODE = "统一社会信用代码"


@pytest.fixture(autouse=True)
def _hall(fresh_city: Database) -> None:
    city.city_hall()
    city.register(*range(1, 31))


def rows(count: int = 5, *, first: int = 1, label: str = "") -> bytes:
    made = [files.penalty(n, authority_code=city.samr_code()) for n in range(first, first + count)]
    for row in made:
        row[CODE] = label + row[CODE]
    return files.table(made)


def records() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_version")
        return int(cursor.fetchone()[0])


def leaves(kind: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_leaf WHERE kind = %s", [kind])
        return int(cursor.fetchone()[0])


def status(batch: UUID) -> str | None:
    return drafting.status_of(batch, scope=EVERY_AGENCY)


def test_no_round_of_the_worker_brings_a_draft_in() -> None:
    batch = drafts.draft_of(rows())
    conveyor.resume_unfinished(by="system", now=city.NOW)
    assert conveyor.process(batch=batch, by="system", now=city.NOW) == "draft"
    assert records() == 0
    drafts.submit(batch)
    assert (status(batch), records()) == ("finished", 5)
    assert (leaves("batch.drafted"), leaves("batch.submitted")) == (1, 1)


def test_a_discarded_draft_keeps_nothing_of_its_rows() -> None:
    batch = drafts.draft_of(rows(), name="某某某的表.csv")
    with acting_for("samr"):
        actions.discard_draft(batch=batch, by=clerk_of("samr"), now=city.NOW)
    receipt = queries.receipt(batch, scope=EVERY_AGENCY)
    assert (receipt.status, receipt.file_name, receipt.emptied) == ("discarded", "", 5)
    kept = {path.name for path in keeping.folder(batch).iterdir()}
    assert kept == {"table.json", "emptied"}
    with pytest.raises(BatchRefused):
        drafts.submit(batch)


def test_a_draft_is_forgotten_after_thirty_days_and_not_before() -> None:
    batch = drafts.draft_of(rows())
    almost = city.NOW + timedelta(days=30, seconds=-1)
    assert drafting.discard_forgotten(by="system", now=almost) == 0
    with acting_for(EVERY_AGENCY), pytest.raises(BatchRefused):
        actions.discard_forgotten(batch=batch, by="system", now=almost)
    assert drafting.discard_forgotten(by="system", now=city.NOW + timedelta(days=30)) == 1
    assert status(batch) == "discarded"


def test_only_the_agencys_own_people_work_on_its_draft() -> None:
    batch = drafts.draft_of(rows(label="代码："))
    fix = Fix(FixKind.STRIP_PREFIX, "CF_XDR_SHXYM", {"text": "代码："})
    with acting_for(EVERY_AGENCY):
        for stranger in (clerk_of("emergency"),):
            with pytest.raises(BatchRefused):
                actions.accept_fix(batch=batch, fix=fix, by=stranger, now=city.NOW)
        with pytest.raises(AccountUnknown):
            actions.discard_draft(batch=batch, by="nobody", now=city.NOW)
    with pytest.raises(BatchRefused):
        drafting.drafted(batch, scope="emergency")


def test_the_same_fix_is_accepted_once_and_one_that_changes_nothing_is_refused() -> None:
    batch = drafts.draft_of(rows(label="代码："))
    by = clerk_of("samr")
    fix = Fix(FixKind.STRIP_PREFIX, "CF_XDR_SHXYM", {"text": "代码："})
    made = drafting.accept(batch=batch, fix=fix, scope="samr", by=by, now=city.NOW)
    assert (made.number, made.cells) == (1, 5)
    with pytest.raises(FixRefused):
        drafting.accept(batch=batch, fix=fix, scope="samr", by=by, now=city.NOW)
    idle = Fix(FixKind.STRIP_PREFIX, "CF_XDR_SHXYM", {"text": "号码："})
    with pytest.raises(FixRefused):
        drafting.accept(batch=batch, fix=idle, scope="samr", by=by, now=city.NOW)
    assert [one.fix for one in accepted.fixes_of(batch, scope="samr")] == [fix]


def test_what_was_reported_stays_as_it_was_and_what_enters_is_fixed() -> None:
    batch = drafts.draft_of(rows(label="代码："))
    drafts.take_offers(batch)
    drafts.submit(batch)
    receipt = queries.receipt(batch, scope=EVERY_AGENCY)
    assert (receipt.admitted, receipt.rejected) == (5, 0)
    assert [(one.fix.kind.value, one.cells) for one in receipt.fixes] == [("strip_prefix", 5)]
    table = open_table(keeping.folder(batch))
    assert table is not None
    assert table.frame()[CODE].str.starts_with("代码：").all()


def test_a_profile_that_fits_nothing_does_nothing_and_says_so() -> None:
    first = drafts.draft_of(rows(label="代码："))
    drafts.take_offers(first)
    drafts.submit(first)
    clean = drafts.state(drafts.draft_of(rows(first=11)))
    assert (clean.profile_version, clean.replayed, clean.replayed_cells, clean.idle) == (1, 1, 0, 1)
    assert clean.counts.rejected == 0


def test_a_fix_of_the_profile_that_was_undone_is_not_in_the_next_version() -> None:
    first = drafts.draft_of(rows(label="代码："))
    drafts.take_offers(first)
    drafts.submit(first)
    second = drafts.draft_of(rows(first=11))
    drafting.undo(batch=second, number=1, scope="samr", by=clerk_of("samr"), now=city.NOW)
    drafts.submit(second)
    latest = profiles.latest("samr", "penalty")
    assert latest is not None
    assert (latest.version, latest.fixes) == (2, ())


def test_a_file_sent_by_the_command_line_is_not_changed_by_a_profile() -> None:
    first = drafts.draft_of(rows(label="代码："))
    drafts.take_offers(first)
    drafts.submit(first)
    sent = city.send(rows(first=11, label="代码："), item="penalty")
    assert (sent.admitted, sent.rejected, sent.fixes, sent.profile_version) == (0, 5, (), None)


def test_a_profile_is_evidence_and_is_walled() -> None:
    first = drafts.draft_of(rows(label="代码："))
    drafts.take_offers(first)
    drafts.submit(first)
    assert [one.agency_key for one in profiles.in_use(scope="samr")] == ["samr"]
    assert profiles.in_use(scope="emergency") == []
    for table, count in (("intake_profile", 1), ("intake_fix", 1)):
        for scope, seen in (("samr", count), ("emergency", 0), ("*", count), ("", 0)):
            with acting_for(scope), connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {table}")
                assert cursor.fetchone()[0] == seen
