"""A clerk reports at the desk: by a plain form, over a bad line, or one record by hand; another person shows it."""

from base64 import b64encode
from uuid import UUID

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import conveyor, listing, queries, uploading
from gongxin.intake.models import Upload
from tests.builders import city, desk_upload, files, staff

pytestmark = pytest.mark.django_db

TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture(autouse=True)
def _law() -> None:
    city.city_hall()


@pytest.fixture
def clerk() -> Client:
    return staff.signed_in(Role.AGENCY_CLERK)


@pytest.fixture
def reviewer() -> Client:
    return staff.signed_in(Role.AGENCY_REVIEWER)


def penalties(*serials: int) -> bytes:
    return files.table([files.penalty(s, authority_code=city.samr_code()) for s in serials])


def sent_plainly(browser: Client, content: bytes, **more: str) -> UUID:
    file = SimpleUploadedFile("处罚.csv", content)
    answer = browser.post("/desk/upload", {"item": "penalty", "file": file, **more})
    assert answer.status_code == 302, answer.content.decode()
    return processed(browser, answer.headers["Location"])


def processed(browser: Client, address: str) -> UUID:
    """The draft is submitted as it is; the batch as the worker leaves it."""
    assert browser.post(f"{address}/submit").status_code == 302
    batch = UUID(address.rstrip("/").split("/")[-1])
    conveyor.process(batch=batch, by="system", now=timezone.now())
    return batch


def begun(browser: Client, size: int, **said: str) -> str:
    pairs = {"item": "penalty", "filename": "处罚.csv", **said}
    metadata = ",".join(f"{k} {b64encode(v.encode()).decode()}" for k, v in pairs.items())
    answer = browser.post(
        "/desk/uploads", headers={**TUS, "Upload-Length": str(size), "Upload-Metadata": metadata}
    )
    assert answer.status_code == 201, answer.content.decode()
    return answer.headers["Location"]


def patched(browser: Client, address: str, offset: int, part: bytes) -> int:
    answer = browser.generic("PATCH", address, part, "application/offset+octet-stream",
                             headers={**TUS, "Upload-Offset": str(offset)})  # fmt: skip
    if answer.status_code == 204:
        assert answer.headers["Upload-Offset"] == str(offset + len(part))
    return answer.status_code


def test_a_file_of_the_plain_form_becomes_a_batch_that_waits_for_another_person(
    clerk: Client, reviewer: Client
) -> None:
    city.register(1, 2)
    batch = sent_plainly(clerk, penalties(1, 2))
    page = clerk.get(f"/en/desk/batches/{batch}").content.decode()
    assert "release" not in page.split("<h2")[0] or f"{batch}/release" not in page
    assert clerk.get(f"/desk/batches/{batch}/release").status_code == 404
    seen = reviewer.get(f"/desk/batches/{batch}/release").content.decode()
    assert files.body_name(1) in seen
    assert files.body_name(2) in seen
    digest = queries.receipt(batch, scope=EVERY_AGENCY).digest.hex()
    assert digest in seen
    assert city.public(1) == []
    answer = reviewer.post(f"/desk/batches/{batch}/release", {"seen": digest})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/batches/{batch}")
    assert len(city.public(1)) == len(city.public(2)) == 1


def test_whoever_sent_it_does_not_release_it_though_they_may_release() -> None:
    city.register(1)
    both = staff.signed_in(Role.AGENCY_REVIEWER, number=2)
    batch = sent_plainly(both, penalties(1))
    digest = queries.receipt(batch, scope=EVERY_AGENCY).digest.hex()
    assert both.get(f"/desk/batches/{batch}/release").status_code == 404
    assert both.post(f"/desk/batches/{batch}/release", {"seen": digest}).status_code == 404
    assert city.public(1) == []


def test_of_two_who_release_one_does_and_nothing_is_released_that_was_not_seen() -> None:
    city.register(1)
    batch = desk_upload.penalties("samr", 1).batch
    digest = queries.receipt(batch, scope=EVERY_AGENCY).digest.hex()
    one, other = staff.signed_in(Role.AGENCY_REVIEWER), staff.signed_in(Role.CENTRE_OFFICER)
    assert one.post(f"/desk/batches/{batch}/release", {"seen": "00" * 32}).status_code == 409
    assert one.post(f"/desk/batches/{batch}/release", {"seen": "not a hash"}).status_code == 409
    assert city.public(1) == []
    assert one.post(f"/desk/batches/{batch}/release", {"seen": digest}).status_code == 302
    assert other.post(f"/desk/batches/{batch}/release", {"seen": digest}).status_code == 404


def test_a_file_goes_on_where_the_line_broke_and_nothing_of_it_stays(clerk: Client) -> None:
    city.register(1)
    content = penalties(1)
    address = begun(clerk, len(content))
    assert patched(clerk, address, 0, content[:100]) == 204
    assert patched(clerk, address, 0, content[:100]) == 409, "that part is here already"
    assert patched(clerk, address, 200, content[200:]) == 409, "a part is missing"
    head = clerk.head(address, headers=TUS)
    assert (head.headers["Upload-Offset"], head.headers["Upload-Length"]) == (
        "100",
        str(len(content)),
    )
    assert head.headers["Tus-Resumable"] == "1.0.0"
    assert patched(clerk, address, 100, content[100:]) == 204
    answer = clerk.post(f"{address}/read")
    assert answer.status_code == 302
    assert (
        queries.receipt(processed(clerk, answer.headers["Location"]), scope=EVERY_AGENCY).admitted
        == 1
    )
    assert clerk.head(address).status_code == 404
    with acting_for(EVERY_AGENCY):
        assert not Upload.objects.exists()


def test_a_file_that_is_not_whole_is_not_read(clerk: Client) -> None:
    address = begun(clerk, 10)
    assert patched(clerk, address, 0, b"123") == 204
    assert clerk.post(f"{address}/read").status_code == 404
    assert patched(clerk, address, 3, b"x" * 8) == 409, "more than was announced"


def test_a_file_that_cannot_be_read_is_refused_with_its_reason_and_is_gone(clerk: Client) -> None:
    address = begun(clerk, 3)
    patched(clerk, address, 0, b"abc")
    answer = clerk.post(f"{address}/read")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert clerk.head(address).status_code == 404
    assert clerk.post("/desk/upload", {"item": "penalty"}).status_code == 422


def test_an_upload_is_given_up_and_another_agency_never_meets_it(clerk: Client) -> None:
    address = begun(clerk, 10)
    stranger = staff.signed_in(Role.AGENCY_CLERK, "emergency")
    assert stranger.head(address).status_code == stranger.delete(address).status_code == 404
    assert clerk.delete(address, headers=TUS).status_code == 204
    assert clerk.head(address).status_code == 404


def test_what_is_a_day_old_is_cleared(clerk: Client) -> None:
    address = begun(clerk, 10)
    later = timezone.now() + uploading.KEPT
    assert uploading.sweep(later) >= 1
    assert clerk.head(address).status_code == 404


def test_a_file_too_large_or_of_unknown_size_is_not_begun(clerk: Client) -> None:
    too_large = {**TUS, "Upload-Length": str(uploading.BYTES_MAX + 1)}
    assert clerk.post("/desk/uploads", headers=too_large).status_code == 409
    assert clerk.post("/desk/uploads", headers=TUS).status_code == 400
    options = clerk.options("/desk/uploads")
    assert options.headers["Tus-Extension"] == "creation,expiration,termination"


def test_the_plain_form_needs_its_token() -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = staff.signed_in(Role.AGENCY_CLERK).cookies
    file = SimpleUploadedFile("f.csv", penalties(1))
    assert browser.post("/desk/upload", {"item": "penalty", "file": file}).status_code == 403


def test_an_agency_reports_for_itself_and_only_what_it_may(clerk: Client) -> None:
    page = clerk.get("/desk/upload").content.decode()
    assert 'value="penalty"' in page
    assert 'name="agency"' not in page
    file = SimpleUploadedFile("f.csv", penalties(1))
    batch = sent_plainly(clerk, penalties(1), agency="emergency")
    assert queries.receipt(batch, scope=EVERY_AGENCY).agency == "samr"
    foreign = clerk.post("/desk/upload", {"item": "tax_arrears_or_none", "file": file})
    assert foreign.status_code == 422


def test_the_list_is_narrowed_and_shows_an_agency_its_own_alone(clerk: Client) -> None:
    city.register(1)
    mine, theirs = (
        desk_upload.penalties("samr", 1).batch,
        desk_upload.penalties("emergency", 1).batch,
    )
    page = clerk.get("/desk/batches?state=waiting").content.decode()
    assert str(mine) in page
    assert str(theirs) not in page
    assert str(mine) not in clerk.get("/desk/batches?state=undone").content.decode()
    everything = staff.signed_in(Role.AUDITOR).get("/en/desk/batches?item=penalty").content.decode()
    assert str(mine) in everything
    assert str(theirs) in everything


def test_a_gate_is_opened_by_the_centre_with_a_reason(clerk: Client) -> None:
    batch = desk_upload.held_batch("samr").batch
    officer = staff.signed_in(Role.CENTRE_OFFICER)
    assert clerk.post(f"/desk/batches/{batch}/open", {"reason": "x"}).status_code == 404
    assert officer.post(f"/desk/batches/{batch}/open", {"reason": " "}).status_code == 302
    assert queries.receipt(batch, scope=EVERY_AGENCY).status == "held"
    officer.post(f"/desk/batches/{batch}/open", {"reason": "已向单位核实"})
    conveyor.process(batch=batch, by="system", now=timezone.now())
    assert queries.receipt(batch, scope=EVERY_AGENCY).admitted == 12
    assert "已向单位核实" in clerk.get(f"/desk/batches/{batch}").content.decode()


def test_the_receipt_is_a_file_for_programs(clerk: Client) -> None:
    city.register(1)
    batch = desk_upload.penalties("samr", 1).batch
    receipt = clerk.get(f"/desk/batches/{batch}/receipt")
    assert receipt.json()["admitted"] == 1
    assert "attachment" in receipt.headers["Content-Disposition"]


def filled(**changes: str) -> dict[str, str]:
    """The form of a penalty on body 1, as the fields of the item are called."""
    from gongxin.catalogue import queries as catalogue  # noqa: PLC0415

    item = catalogue.item_in_force("penalty", timezone.localdate())
    row = files.penalty(1, authority_code=city.samr_code())
    return {"item": "penalty", **{f.code: row.get(f.zh, "") for f in item.fields}, **changes}


def test_one_record_is_filled_in_and_waits_for_another_person(clerk: Client) -> None:
    city.register(1)
    page = clerk.get("/desk/form?item=penalty").content.decode()
    assert "法定代表人" not in page, "no field for a person"
    answer = clerk.post("/desk/form", filled())
    assert answer.status_code == 302, answer.content.decode()
    batch = UUID(answer.headers["Location"].split("/")[-1])
    with acting_for("samr"):
        found = listing.batch(batch)
    assert found is not None
    assert (found.state, found.channel, found.admitted) == ("waiting", "form", 1)


def test_a_form_says_at_the_field_what_is_wrong_and_keeps_nothing(clerk: Client) -> None:
    answer = clerk.post("/en/desk/form", filled(CF_JDRQ="2026-13-40"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in page
    assert "2026-13-40" in page
    with acting_for(EVERY_AGENCY):
        assert listing.batches(item="penalty").total == 0


def test_the_home_tells_each_person_what_waits(clerk: Client, reviewer: Client) -> None:
    city.register(1)
    desk_upload.penalties("samr", 1)
    assert "批次等第二人放行" in reviewer.get("/desk/").content.decode()
    assert "批次等第二人放行" not in clerk.get("/desk/").content.decode()
    assert settings.LANGUAGE_CODE == "zh-hans"
