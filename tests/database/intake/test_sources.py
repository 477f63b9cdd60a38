"""A department's view is read on a schedule: every row once, in order, from PostgreSQL and from MySQL."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import conveyor, drawing, pulling, queries, slicing
from gongxin.intake.actions import sources as acts
from gongxin.intake.models import Batch
from gongxin.intake.sources import (
    CursorUnfit,
    Place,
    SourceFailed,
    SourceHasPersons,
    SourceKind,
    SourceRefused,
    SourceUnreachable,
)
from tests.builders import city, files, machines, offices, staff
from tests.builders.offices import COLUMN, PASSWORD, Office


@pytest.fixture(scope="module")
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        city.register(*range(1, 10))
        yield


@pytest.fixture(autouse=True)
def _undone(_city: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.undone():
        yield


@pytest.fixture(scope="module", params=["postgresql", "mysql"])
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    if request.param == "postgresql":
        with offices.postgres_office() as found:
            yield found
    elif offices.has_mysql():
        with offices.mysql_office() as found:
            yield found
    else:
        pytest.skip("no MariaDB on this machine: Debian's mariadb-server-core has it")


@pytest.fixture
def view(office: Office, request: pytest.FixtureRequest) -> str:
    """A view of its own for each test."""
    name = f"v_{abs(hash(request.node.name)) % 10**9}"
    cursor = getattr(request, "param", "integer")
    offices.table(office, name, list(penalty(1)), cursor)
    return name


def penalty(serial: int, number: int = 1) -> dict[str, str]:
    row = files.penalty(
        serial,
        authority_code=city.samr_code(),
        行政处罚决定书文号=f"构市监罚〔2026〕{serial}-{number}号",
    )
    del row["法定代表人"]
    return row


def source(office: Office, name: str, /, **place: Any) -> UUID:
    return machines.opened_source(
        password=PASSWORD, **{**office.place(), "view": name, "cursor_column": COLUMN, **place}
    )


def draw(identity: UUID) -> list[int]:
    """Take what is new and bring it to its end; the rows admitted of each batch."""
    now = timezone.now()
    batches = drawing.draw(
        source=identity, jurisdiction="xingning", now=now, today=timezone.localdate(now)
    )
    for batch in batches:
        conveyor.process(batch=batch, by="system", now=now)
    return [queries.receipt(batch, scope="samr").admitted for batch in batches]


def card(identity: UUID) -> drawing.SourceCard:
    with acting_for("samr"):
        found = drawing.source(identity)
    assert found is not None
    return found


def test_what_is_new_comes_and_nothing_twice(office: Office, view: str) -> None:
    identity = source(office, view)
    assert draw(identity) == []
    offices.add(office, view, [penalty(1), penalty(2)], "1")
    offices.add(office, view, [penalty(3)], "2")
    assert draw(identity) == [3]
    assert draw(identity) == []
    offices.add(office, view, [penalty(4)], "3")
    assert draw(identity) == [1]
    with acting_for(EVERY_AGENCY):
        sent = Batch.objects.filter(submitted_by="samr.source.1").order_by("received_at")
        assert [batch.rows for batch in sent] == [3, 1]
    assert card(identity).last_error is None


def test_a_row_that_comes_late_under_the_last_value_is_not_lost(office: Office, view: str) -> None:
    identity = source(office, view)
    offices.add(office, view, [penalty(1)], "5")
    assert draw(identity) == [1]
    offices.add(office, view, [penalty(2)], "5")  # a tie, committed after we had looked
    assert draw(identity) == [1]
    assert draw(identity) == []


def test_slices_end_between_values_and_lose_no_tie(
    office: Office, view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "SLICE_ROWS", 3)
    identity = source(office, view)
    for value in range(1, 6):
        offices.add(
            office, view, [penalty(n, value) for n in range(1, 5)], str(value)
        )  # 4 ties each
    assert sum(draw(identity)) == 20
    assert draw(identity) == []


def test_more_ties_than_can_be_told_apart_are_refused(
    office: Office, view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "TIE_ROWS_MAX", 2)
    monkeypatch.setattr(slicing, "TIE_ROWS_MAX", 2)
    identity = source(office, view)
    offices.add(office, view, [penalty(n) for n in range(1, 5)], "1")
    with pytest.raises(CursorUnfit):
        draw(identity)
    assert card(identity).last_error == "source.cursor"
    assert card(identity).cursor is None


@pytest.mark.parametrize(
    ("view", "values"),
    [
        ("bigint", ["9007199254740993", "9007199254740995"]),  # beyond what a float can tell apart
        ("decimal(20,6)", ["1.000001", "1.000002"]),
        ("date", ["'2026-05-06'", "'2026-05-07'"]),
        ("timestamp(6) NULL", ["'2026-05-06 10:00:00.000001'", "'2026-05-06 10:00:00.000002'"]),
        ("varchar(40)", ["'a''%s\\\\'", "'b 甲'"]),
    ],
    indirect=["view"],
    ids=["whole", "decimal", "day", "instant", "text"],
)
def test_the_cursor_comes_back_as_it_was(office: Office, view: str, values: list[str]) -> None:
    if office.kind == "postgresql":
        values = [value.replace("\\\\", "\\") for value in values]
    identity = source(office, view)
    offices.add(office, view, [penalty(1)], values[0])
    assert draw(identity) == [1]
    offices.add(office, view, [penalty(2)], values[1])
    assert draw(identity) == [1]
    assert draw(identity) == []


@pytest.mark.parametrize(
    ("view", "value"),
    [("double precision", "1.5"), ("time", "'10:00:00'")],
    indirect=["view"],
    ids=["float", "time"],
)
def test_a_column_that_has_no_exact_order_is_no_cursor(
    office: Office, view: str, value: str
) -> None:
    identity = source(office, view)
    offices.add(office, view, [penalty(1)], value)
    with pytest.raises((CursorUnfit, SourceFailed)):
        draw(identity)


def test_a_row_without_a_value_is_not_passed_over_in_silence(office: Office, view: str) -> None:
    identity = source(office, view)
    offices.add(office, view, [penalty(1)], "1")
    offices.add(office, view, [penalty(2)], "NULL")
    with pytest.raises(CursorUnfit):
        draw(identity)


def test_a_view_with_columns_about_persons_is_not_read_at_all(office: Office) -> None:
    name = f"persons_{office.kind}"
    offices.table(office, name, [*penalty(1), "身份证号", "联系电话"], "integer")
    offices.add(
        office, name, [{**penalty(1), "身份证号": "110101199003070000", "联系电话": "1"}], "1"
    )
    identity = source(office, name)
    with pytest.raises(SourceHasPersons) as refused:
        draw(identity)
    assert "身份证号" in refused.value.zh
    assert card(identity).last_error == "source.persons"
    with acting_for(EVERY_AGENCY):
        assert not Batch.objects.filter(submitted_by="samr.source.1").exists()


def test_only_select_reaches_the_view(office: Office, view: str) -> None:
    """The connection is read-only by itself, whatever the account may do."""
    identity = source(office, view)
    grantee = "reader" if office.kind == "postgresql" else "'reader'@'%'"
    office.run(f"GRANT SELECT, INSERT, DELETE ON {view}_t TO {grantee}")
    place = card(identity).place
    with pytest.raises(SourceFailed):
        _delete(place, f"DELETE FROM {view}_t")


def _delete(place: Place, statement: str) -> None:
    if place.kind is SourceKind.POSTGRESQL:
        with pulling._postgresql(place, PASSWORD) as asker:
            asker._connection.execute(statement.encode())
    else:
        with pulling._mysql(place, PASSWORD) as other:
            other._asked(statement)


@pytest.mark.parametrize(
    ("place", "refusal"),
    [
        ({"view": "no_such_view"}, SourceFailed),
        ({"cursor_column": "no_such_column"}, SourceFailed),
        ({"view": "x UNION SELECT 1 --"}, SourceFailed),  # a name, however it looks
        ({"database": "nowhere"}, SourceUnreachable),
        ({"user_name": "stranger"}, SourceUnreachable),
        ({"port": 9}, SourceUnreachable),
        ({"transport": "tls"}, SourceUnreachable),  # neither server here speaks it
    ],
)
def test_what_cannot_be_read_is_said_by_code_and_tells_nothing_of_the_account(
    office: Office, view: str, place: dict[str, Any], refusal: type[Exception]
) -> None:
    identity = source(office, view, **place)
    with pytest.raises(refusal) as refused:
        draw(identity)
    assert PASSWORD not in str(refused.value)
    assert card(identity).last_error in {"source.failed", "source.unreachable"}


def test_a_wrong_password_is_unreachable(office: Office, view: str) -> None:
    identity = machines.opened_source(
        password="wrong", **{**office.place(), "view": view, "cursor_column": COLUMN}
    )
    with pytest.raises(SourceUnreachable):
        draw(identity)


def test_a_run_that_was_overtaken_moves_nothing(office: Office, view: str) -> None:
    identity = source(office, view)
    offices.add(office, view, [penalty(1)], "1")
    assert draw(identity) == [1]
    before = card(identity).cursor
    assert before is not None
    with acting_for("samr"), pytest.raises(SourceRefused):
        acts.move_cursor(
            source=identity, before=None, after=before, batch=None, by="x", now=timezone.now()
        )


def test_a_source_is_due_once_its_interval_has_passed(office: Office, view: str) -> None:
    identity = source(office, view)
    offices.add(office, view, [penalty(1)], "1")
    now = timezone.now()

    def due(minutes: int) -> int:
        at = now + timedelta(minutes=minutes)
        came, troubles = drawing.draw_due(
            jurisdiction="xingning", now=at, today=timezone.localdate(at)
        )
        assert troubles == []
        return came

    assert due(0) == 1
    offices.add(office, view, [penalty(2)], "2")
    assert [due(1), due(59), due(61)] == [0, 0, 1]
    with acting_for("samr"):
        acts.pause(source=identity, by=staff.account_of(Role.AGENCY_REVIEWER), now=now)
    offices.add(office, view, [penalty(3)], "3")
    assert due(200) == 0
    with acting_for("samr"):
        acts.resume(source=identity, by=staff.account_of(Role.AGENCY_REVIEWER), now=now)
    assert due(300) == 1


def test_few_rows_after_many_are_no_wrong_file(office: Office, view: str) -> None:
    identity = source(office, view)
    for value in range(4):
        offices.add(
            office, view, [penalty(n % 9 + 1, value * 100 + n) for n in range(30)], str(value)
        )
        draw(identity)
    offices.add(office, view, [penalty(1, 9_999)], "9")
    assert draw(identity) == [1]
