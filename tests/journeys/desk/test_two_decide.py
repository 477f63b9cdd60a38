"""What one person may not do alone: correct, withdraw, undo. One proposes, another sees exactly that and decides."""

import re
from uuid import UUID

import pytest
from django.test import Client

from gongxin.agencies import queries as agencies
from gongxin.agencies.motions import MotionKind
from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.desk import carrying
from tests.builders import city, desk_upload, staff
from tests.builders.desk_upload import record_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _law() -> None:
    city.city_hall()


@pytest.fixture
def clerk() -> Client:
    return staff.signed_in(Role.AGENCY_CLERK)


@pytest.fixture
def reviewer() -> Client:
    return staff.signed_in(Role.AGENCY_REVIEWER)


def motion_of(answer: object) -> str:
    """Where the motion that was just made stands."""
    location = getattr(answer, "headers", {}).get("Location", "")
    assert re.fullmatch(r"/desk/motions/[0-9a-f-]{36}", location), getattr(answer, "content", b"")
    return str(location)


def decided(
    browser: Client, address: str, family: str, verdict: str = "approve", **more: str
) -> int:
    with acting_for(EVERY_AGENCY):
        motion = agencies.motion(UUID(address.rsplit("/", maxsplit=1)[-1]))
    assert motion is not None
    form = {"verdict": verdict, "seen": motion.seen_hash.hex(), **more}
    return browser.post(f"{address}/{family}", form).status_code


def test_each_kind_of_motion_can_be_told_and_carried_out() -> None:
    assert set(carrying.FAMILIES) == set(MotionKind)
    assert set(carrying.CARRY) == set(carrying.DESCRIBE) == set(MotionKind)


def test_a_withdrawal_is_proposed_by_one_and_carried_out_by_another(
    clerk: Client, reviewer: Client
) -> None:
    record = record_of(desk_upload.released_batch("samr", 1))
    assert clerk.get(f"/desk/records/{record}/withdraw").status_code == 200
    address = motion_of(clerk.post(f"/desk/records/{record}/withdraw", {"reason": "决定被撤销"}))
    assert decided(clerk, address, "record") == 404, "a clerk approves nothing"
    assert len(city.public(1)) == 1
    seen = reviewer.get(address).content.decode()
    assert "决定被撤销" in seen
    assert "构市监罚〔2026〕1号" in seen
    assert decided(reviewer, address, "batch") == 404, "it is no motion about a batch"
    assert decided(reviewer, address, "record", seen="00" * 32) == 409
    assert len(city.public(1)) == 1
    assert decided(reviewer, address, "record") == 302
    assert city.public(1) == []
    assert decided(reviewer, address, "record") == 404, "it has been decided"


def test_whoever_proposes_does_not_approve(reviewer: Client) -> None:
    record = record_of(desk_upload.released_batch("samr", 1))
    address = motion_of(reviewer.post(f"/desk/records/{record}/withdraw", {"reason": "决定被撤销"}))
    assert "verdict" not in reviewer.get(address).content.decode()
    assert decided(reviewer, address, "record") == 409
    assert len(city.public(1)) == 1
    other = staff.signed_in(Role.AGENCY_REVIEWER, number=2)
    assert decided(other, address, "record") == 302
    assert city.public(1) == []


def test_a_motion_needs_a_reason_and_its_refusal_too(clerk: Client, reviewer: Client) -> None:
    record = record_of(desk_upload.released_batch("samr", 1))
    assert clerk.post(f"/desk/records/{record}/withdraw", {"reason": " "}).status_code == 409
    address = motion_of(clerk.post(f"/desk/records/{record}/withdraw", {"reason": "重复"}))
    assert decided(reviewer, address, "record", "refuse") == 409
    assert decided(reviewer, address, "record", "refuse", answer="不是重复") == 302
    assert "不是重复" in clerk.get(address).content.decode()
    assert len(city.public(1)) == 1


def test_only_whoever_proposed_takes_a_motion_back(clerk: Client, reviewer: Client) -> None:
    record = record_of(desk_upload.released_batch("samr", 1))
    address = motion_of(clerk.post(f"/desk/records/{record}/withdraw", {"reason": "重复"}))
    assert reviewer.post(f"{address}/take-back").status_code == 409
    assert clerk.post(f"{address}/take-back").status_code == 302
    assert decided(reviewer, address, "record") == 404


def test_a_withdrawal_of_what_was_corrected_since_is_not_carried_out(
    clerk: Client, reviewer: Client
) -> None:
    record = record_of(desk_upload.released_batch("samr", 1))
    address = motion_of(clerk.post(f"/desk/records/{record}/withdraw", {"reason": "重复"}))
    second = desk_upload.penalties("samr", 1, 处罚内容="罚款3000元")
    correction = motion_of(
        clerk.post(f"/desk/batches/{second.batch}/corrections", {"reason": "写错"})
    )
    assert decided(reviewer, correction, "record") == 302
    assert decided(reviewer, address, "record") == 409
    assert [one.number for one in city.public(1)] == [2]


def test_a_file_of_corrections_is_accepted_by_one_motion(clerk: Client, reviewer: Client) -> None:
    serials = (1, 2, 3)
    desk_upload.released_batch("samr", *serials)
    second = desk_upload.penalties("samr", *serials, 处罚内容="罚款3000元")
    page = clerk.get(f"/desk/batches/{second.batch}/corrections").content.decode()
    assert page.count("罚款2000元") == page.count("罚款3000元") == 3
    address = motion_of(clerk.post(f"/desk/batches/{second.batch}/corrections", {"reason": "更正"}))
    assert "罚款3000元" in reviewer.get(address).content.decode()
    assert decided(reviewer, address, "record") == 302
    assert {one.number for s in serials for one in city.public(s)} == {2}


def test_one_of_them_by_itself(clerk: Client, reviewer: Client) -> None:
    desk_upload.released_batch("samr", 1, 2)
    second = desk_upload.penalties("samr", 1, 2, 处罚内容="罚款3000元")
    form = {"reason": "更正", "row": "1"}
    address = motion_of(clerk.post(f"/desk/batches/{second.batch}/corrections", form))
    assert decided(reviewer, address, "record") == 302
    assert [city.public(s)[0].number for s in (1, 2)] == [2, 1]


def test_a_record_is_corrected_by_its_form_and_what_names_it_cannot_be_changed(
    clerk: Client, reviewer: Client
) -> None:
    record = record_of(desk_upload.released_batch("samr", 1))
    page = clerk.get(f"/desk/records/{record}/correct").content.decode()
    assert 'name="CF_WSH"' not in page, "the number names the record"
    unchanged = clerk.post(f"/desk/records/{record}/correct", {"reason": "写错"})
    assert unchanged.status_code == 422
    form = {"reason": "写错", "CF_NR": "罚款3000元", "CF_WSH": "构市监罚〔2026〕77号"}
    address = motion_of(clerk.post(f"/desk/records/{record}/correct", form))
    seen = reviewer.get(address).content.decode()
    assert "罚款2000元" in seen
    assert "罚款3000元" in seen
    assert "77号" not in seen
    assert decided(reviewer, address, "record") == 302
    (public,) = city.public(1)
    assert (public.record, public.number, public.document_number) == (
        record,
        2,
        "构市监罚〔2026〕1号",
    )
    history = clerk.get(f"/desk/records/{record}").content.decode()
    assert "罚款2000元" in history, "the earlier version stays"


def test_a_batch_that_is_shown_is_undone_by_two(clerk: Client, reviewer: Client) -> None:
    batch = desk_upload.released_batch("samr", 1, 2).batch
    assert clerk.get(f"/desk/batches/{batch}/undo").status_code == 404
    assert clerk.get(f"/desk/batches/{batch}/propose-undo").status_code == 200
    address = motion_of(clerk.post(f"/desk/batches/{batch}/propose-undo", {"reason": "报错文件"}))
    assert decided(clerk, address, "batch") == 404
    assert decided(reviewer, address, "batch") == 302
    assert [city.public(1), city.public(2)] == [[], []]
    assert "报错文件" in clerk.get(f"/desk/batches/{batch}").content.decode()
    again = desk_upload.penalties("samr", 1, 2)
    assert (again.admitted, again.held) == (2, 0)


def test_a_batch_that_is_not_shown_yet_is_undone_by_its_sender_or_a_reviewer_alone(
    clerk: Client, reviewer: Client
) -> None:
    city.register(1)
    batch = desk_upload.penalties("samr", 1).batch
    refused = clerk.post(f"/desk/batches/{batch}/undo", {"reason": "报错文件"})
    assert refused.status_code == 409, "another clerk sent it"
    assert reviewer.post(f"/desk/batches/{batch}/undo", {"reason": ""}).status_code == 409
    assert reviewer.post(f"/desk/batches/{batch}/undo", {"reason": "报错文件"}).status_code == 302
    assert reviewer.get(f"/desk/batches/{batch}/release").status_code == 404


def test_no_door_withdraws_corrects_or_undoes_past_a_motion() -> None:
    """Of all doors the carrying of motions alone calls these acts; the command line may put back what a ledger says."""
    from pathlib import Path  # noqa: PLC0415

    import gongxin  # noqa: PLC0415

    (home,) = gongxin.__path__
    acts = re.compile(
        r"\b(withdraw_seen|accept_corrections|undo_released|undo_batch)\(|records\.withdraw\("
    )
    found = {
        str(path.relative_to(home))
        for door in ("desk", "portal", "api", "jobs")
        for path in Path(home, door).rglob("*.py")
        if acts.search(path.read_text())
    }
    assert found == {"desk/carrying.py"}
