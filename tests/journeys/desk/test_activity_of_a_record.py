"""From the cell of a file to the page of the public: one page tells every actor, moment and proof; earlier words are for few."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.utils import timezone, translation
from pytest_django import DjangoDbBlocker

from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.disclosures import queries
from gongxin.disclosures.queries import Sought
from gongxin.journal import queries as journal
from gongxin.records import actions as records
from gongxin.records import history
from gongxin.search import checks
from tests.builders import city, desk_oversight, staff
from tests.builders.codes import unified_code

SERIAL = 4120


@pytest.fixture(scope="module", autouse=True)
def record(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[UUID]:
    """A penalty that was admitted, released, marked as disputed and given in an answer."""
    clock = pytest.MonkeyPatch()
    clock.setattr(timezone, "now", lambda: city.NOW)
    with django_db_blocker.unblock(), city.standing():
        receipt = desk_oversight.admitted("samr", SERIAL)
        city.release(receipt)
        made = desk_oversight.record_of(receipt)
        records.place_mark(
            record=made, kind="disputed", basis="异议申请", by="centre.officer", now=city.NOW
        )
        checks.check(
            code=unified_code(SERIAL),
            purpose="tendering",
            jurisdiction="xingning",
            today=city.TODAY,
            now=city.NOW,
        )
        yield made
    clock.undo()


@pytest.fixture(autouse=True)
def _undone(record: UUID, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with translation.override("zh-hans"), django_db_blocker.unblock(), city.undone():
        yield


def test_the_page_tells_the_whole_way(record: UUID) -> None:
    page = (
        staff.signed_in(Role.AGENCY_CLERK, "samr")
        .get(f"/desk/records/{record}/activity")
        .content.decode()
    )
    told = [
        "file.csv",  # the file
        "处罚决定日期",  # a header of it
        "samr.clerk 报送，samr.reviewer 放行",
        "异议处理中",
        "匿名查询者 · 接口查询",
        "1 次",
        f"/r/{record}",  # what the public sees
        "加标注",  # the change feed
        "分块入库",
        "批次发布",
        "加注标记",
    ]
    assert [one for one in told if one not in page] == []
    assert "不符" not in page


def test_a_person_s_cells_are_not_there_to_be_shown(record: UUID) -> None:
    for role in (Role.AGENCY_CLERK, Role.CENTRE_OFFICER, Role.AUDITOR):
        assert (
            "某某某"
            not in staff.signed_in(role).get(f"/desk/records/{record}/activity").content.decode()
        )


def test_the_look_is_kept_with_what_was_shown(record: UUID) -> None:
    staff.signed_in(Role.AUDITOR).get(f"/desk/records/{record}/activity")
    with acting_for(EVERY_AGENCY):
        looks, _ = queries.staff_looks(Sought(shown=str(record)), page=1)
    assert [(one.account, one.action) for one in looks] == [("office.auditor.1", "record.activity")]


def test_earlier_versions_are_for_the_centre_and_the_auditor_alone(record: UUID) -> None:
    records.withdraw(record=record, reason="决定被撤销", by="centre.officer", now=city.NOW)
    for role in Role:
        browser = staff.signed_in(role)
        seen = browser.get(f"/desk/records/{record}/versions").status_code
        expected = (
            200 if role in {Role.CENTRE_OFFICER, Role.CENTRE_SUPERVISOR, Role.AUDITOR} else 404
        )
        assert seen == expected, role
        if role is Role.AGENCY_CLERK:
            assert (
                f"{record}/versions"
                not in browser.get(f"/desk/records/{record}/activity").content.decode()
            )
    page = staff.signed_in(Role.AUDITOR).get(f"/desk/records/{record}/versions").content.decode()
    assert page.index("第 2 版") < page.index("第 1 版")
    assert page.count("与日志相符") == 2
    assert "决定被撤销" in page
    activity = (
        staff.signed_in(Role.AUDITOR).get(f"/desk/records/{record}/activity").content.decode()
    )
    assert "今天公众看不到这条记录" in activity
    assert "记录撤回" in activity


def test_each_version_is_proven_against_the_log(record: UUID) -> None:
    assert history.version_is_proven(record, 1)
    assert not history.version_is_proven(record, 2)  # there is none
    whole = history.history(record)
    about = journal.proven_about(str(record), [str(v.batch) for v in whole.versions])
    assert [one.kind for one in about] == [
        "batch.received", "batch.chunk_admitted", "batch.finished", "batch.released", "record.marked",
    ]  # fmt: skip
    assert all(one.holds for one in about)
