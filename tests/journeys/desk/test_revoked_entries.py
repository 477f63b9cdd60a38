"""An exit that says that its entry was revoked puts the withdrawal on the desk of whoever reported it; an exit by its term does not."""

import pytest
from django.urls import reverse

from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases.actions import filing
from gongxin.cases.kinds import Party
from gongxin.intake.queries import Receipt
from tests.builders import cases, catalogue, city, files, staff
from tests.builders.codes import unified_code

pytestmark = pytest.mark.django_db
ENTRY, EXIT = "serious_list_entry", "serious_list_exit"


def _sent(code: str, serial: int, **changes: str) -> Receipt:
    item = catalogue.items()[code]
    row = catalogue.row(
        item, XDR_MC=files.body_name(serial), XDR_SHXYM=unified_code(serial), **changes
    )
    agency = catalogue.items()[ENTRY].agencies[0]
    return city.send(catalogue.table(item, [row]), item=code, agency=agency)


def _waiting(agency: str) -> str:
    client = staff.signed_in(Role.AGENCY_REVIEWER, agency)
    answer = client.get(reverse("desk:fallen"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_revoked_entry_waits_to_be_withdrawn_until_somebody_tells_of_it() -> None:
    city.city_hall()
    city.register(1, 2)
    agency = catalogue.items()[ENTRY].agencies[0]
    numbers = {1: "构市监严列〔2026〕1号", 2: "构市监严列〔2026〕2号"}
    for serial, number in numbers.items():
        city.release(_sent(ENTRY, serial, YZ_JDWH=number))
    record = city.public(1)[0].record
    _sent(EXIT, 1, YZ_JDWH=numbers[1], YZ_YCFS="列入决定被撤销", YZ_YCRQ="2026-05-20")
    _sent(EXIT, 2, YZ_JDWH=numbers[2], YZ_YCFS="期限届满移出", YZ_YCRQ="2026-05-20")
    assert city.public(1) == city.public(2) == [], "both are hidden at once"
    page = _waiting(agency)
    assert numbers[1] in page
    assert numbers[2] not in page
    assert reverse("desk:case_report_revocation", args=[record]) in page
    other = next(a for a in ("samr", "tax", "emergency") if a != agency)
    assert numbers[1] not in _waiting(other)
    with acting_for(EVERY_AGENCY):
        filing.report_revocation(
            record=record,
            party=Party.PROVIDER,
            document=cases.SAYS["document"],
            authority=cases.SAYS["authority"],
            cause="revoked",
            by=cases.REVIEWER if agency == "samr" else f"{agency}.reviewer",
            now=city.NOW,
        )
    assert numbers[1] not in _waiting(agency)
