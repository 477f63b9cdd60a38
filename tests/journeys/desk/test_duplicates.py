"""Two writings of one decision, compared side by side: told apart by one person, merged and parted by two."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from gongxin.agencies import queries as agencies
from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.records import actions
from tests.builders import city, staff
from tests.builders import twins as two


@pytest.fixture(scope="module")
def _standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        city.register(1, 2)
        yield


@pytest.fixture(autouse=True)
def _undone(_standing: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.undone():
        yield


def test_a_pair_is_compared_proposed_for_merging_and_merged_by_another() -> None:
    two.reported_twice()
    (pair,) = two.looked()
    officer = staff.signed_in(Role.CENTRE_OFFICER)
    assert two.FIRST in officer.get("/desk/duplicates").content.decode()
    page = officer.get(f"/desk/duplicates/{pair.id}").content.decode()
    assert "文号只是写法不同" in page
    assert page.count('class="differs"') == 1
    reason = {"act": "merge_one", "reason": "同一决定报了两次"}
    assert officer.post(f"/desk/duplicates/{pair.id}", reason).status_code == 302
    assert len(city.public(1)) == 2  # nothing follows from a proposal
    waits = officer.get(f"/desk/duplicates/{pair.id}").content.decode()
    assert "等待另一个人批准" in waits
    with acting_for(EVERY_AGENCY):
        (motion,) = agencies.motions_about(str(pair.other.record))
        actions.merge(
            motion=motion.id, seen_hash=motion.seen_hash,
            by=staff.account_of(Role.CENTRE_SUPERVISOR), now=city.NOW,
        )  # fmt: skip
    assert [one.record for one in city.public(1)] == [pair.one.record]
    merged = officer.get(f"/desk/duplicates/{pair.id}").content.decode()
    assert 'value="unmerge"' in merged


def test_not_a_duplicate_is_remembered() -> None:
    two.reported_twice()
    (pair,) = two.looked()
    officer = staff.signed_in(Role.CENTRE_OFFICER)
    officer.post(f"/desk/duplicates/{pair.id}", {"act": "apart", "reason": "两次检查"})
    page = officer.get("/desk/duplicates").content.decode()
    assert "没有等待处理的疑似重复" in page
    assert "两次检查" in officer.get(f"/desk/duplicates/{pair.id}").content.decode()


@pytest.mark.parametrize("role", [Role.AGENCY_CLERK, Role.AGENCY_REVIEWER, Role.AUDITOR])
def test_nobody_outside_the_centre_decides(role: Role) -> None:
    two.reported_twice()
    (pair,) = two.looked()
    browser = staff.signed_in(role)
    answer = browser.post(f"/desk/duplicates/{pair.id}", {"act": "apart", "reason": "x"})
    assert answer.status_code == 404
    assert two.pair_of(pair.id).state == "open"
