"""An agency sends again what was found not to be about a body: it is told at its batch, certifies, another lets it in, the body is told."""

from hashlib import sha256
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongxin.agencies import queries as agencies
from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import reinsertions
from tests.builders import cases, city, desk_returns, returns, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hall() -> None:
    city.city_hall()


def text(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


FORM = {
    "checked": "核对了决定书原件",
    "why": "当事人确为该单位，证明人手机13800138000",
    "number": "构市监证〔2026〕3号",
    "dated": "2026-05-29",
}


def test_from_the_agencys_batch_to_the_notice_of_the_body() -> None:
    record = returns.left()
    receipt = returns.sent()
    reviewer = staff.signed_in(Role.AGENCY_REVIEWER)
    assert "再次报送了已认定不属于该主体的内容" in text(reviewer, "desk:home")
    row = reverse("desk:return_row", args=[receipt.batch, 1])
    assert row in text(reviewer, "desk:batch", receipt.batch)
    assert row in text(reviewer, "desk:returns")
    page = reviewer.get(row).content.decode()
    assert "“不是我们”" in page
    assert "同一内容已认定不属于所报主体" in page
    paper = SimpleUploadedFile("paper.pdf", b"the paper", "application/pdf")
    answer = reviewer.post(row, {**FORM, "paper": paper})
    assert answer.status_code == 302, answer.content.decode()
    (motion,) = _motions()
    with acting_for(EVERY_AGENCY):
        (given,) = reinsertions.certificates_of(receipt.batch, 1)
    assert given.paper_digest == sha256(b"the paper").hexdigest()
    assert "13800138000" not in given.why
    assert not cases.is_shown(record, city.TODAY)
    supervisor = staff.signed_in(Role.CENTRE_SUPERVISOR)
    page = text(supervisor, "desk:motion", motion)
    assert given.paper_digest in page
    with acting_for(EVERY_AGENCY):
        seen = agencies.motion(motion)
    assert seen is not None
    answer = supervisor.post(
        reverse("desk:motion_decide_return", args=[motion]),
        {"verdict": "approve", "seen": seen.seen_hash.hex()},
    )
    assert answer.status_code == 302, answer.content.decode()
    assert cases.is_shown(record, city.TODAY)
    assert "重新收录，待通知主体" in text(supervisor, "desk:home")
    with acting_for(EVERY_AGENCY):
        (owed,) = reinsertions.reinsertions_owed()
    told = reverse("desk:reinsertion", args=[owed.reinsertion])
    answer = supervisor.post(told, {"channel": "letter", "proof": "挂号10023"})
    assert answer.status_code == 302
    assert "挂号10023" in supervisor.get(told).content.decode()
    with acting_for(EVERY_AGENCY):
        assert reinsertions.reinsertions_owed() == []


def _motions() -> list[UUID]:
    with acting_for(EVERY_AGENCY):
        return [one.id for one in agencies.open_motions()]


def test_a_clerk_reads_and_does_not_certify_and_a_form_without_a_paper_is_refused() -> None:
    returns.left()
    receipt = returns.sent()
    row = reverse("desk:return_row", args=[receipt.batch, 1])
    clerk = staff.signed_in(Role.AGENCY_CLERK)
    assert "出具证明，提请批准" not in clerk.get(row).content.decode()
    assert clerk.post(row, FORM).status_code == 404
    reviewer = staff.signed_in(Role.AGENCY_REVIEWER)
    assert reviewer.post(row, FORM).status_code == 409
    assert reviewer.post(row, {**FORM, "paper_digest": "A" * 64}).status_code == 302


def test_whoever_reads_the_cause_reads_of_the_certificate() -> None:
    """The receipt and the programs of a department give the code; the page of causes says what to do."""
    cause = Client().get(reverse("portal:checks")).content.decode()
    start = cause.index('id="record.contested"')
    assert "由本单位复核人出具证明" in cause[start : start + 2000]


def test_what_was_repaired_is_said_to_stay_away() -> None:
    place = desk_returns.rows("samr")["gone"]
    client = staff.signed_in(Role.AGENCY_REVIEWER)
    page = client.get(reverse("desk:return_row", kwargs=dict(place))).content.decode()
    assert "证明不能使其重新收录" in page
