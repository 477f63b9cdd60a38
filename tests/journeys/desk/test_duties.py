"""At the desk: what agencies owe, sheets, questions about missing numbers, statistics; who sees what, and what two people do."""

import csv
import io
import zipfile
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.disclosures.models import StaffRead
from gongxin.promises.duties import months
from gongxin.promises.queries import sheets as stored
from gongxin.promises.questions import Kind, State
from gongxin.promises.sheets import Line
from tests.builders import city, desk_duties, staff
from tests.builders.desk_duties import numbered
from tests.journeys.portal.conftest import hall, on_day

__all__ = ["hall", "on_day"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hall")]

TODAY = date(2026, 6, 1)  # on which the clock of `hall` stands
DECIDED = date(2026, 4, 7)
PAGES = ("duties", "duties/samr", "duties/samr/penalty/2026-04", "duties/samr/penalty/all", "sheets", "sheets/samr/2026-04",
         "questions", "questions?show=overdue", "questions?show=settled", "statistics")  # fmt: skip


def text(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def late_penalties() -> None:
    desk_duties.report(numbered("samr", 2026, 1, 3), decided=DECIDED, arrived=date(2026, 4, 8))
    desk_duties.report(numbered("samr", 2026, 4), decided=DECIDED, arrived=date(2026, 4, 22))


def sheet_of(content: bytes) -> list[list[object]]:
    """The first sheet as another program reads it."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return [list(row) for row in rows]


def formulas(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return b"<f" in parts.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("role", [Role.CENTRE_OFFICER, Role.AUDITOR])
def test_the_centre_and_the_auditor_read_every_page_in_both_languages(role: Role) -> None:
    late_penalties()
    desk_duties.ask(TODAY)
    browser = staff.signed_in(role)
    for address in PAGES:
        for prefix in ("", "/en"):
            assert text(browser, f"{prefix}/desk/{address}").count("<h1") == 1


def test_an_agency_reads_its_own_duties_and_nobody_elses() -> None:
    late_penalties()
    clerk, other = (
        staff.signed_in(Role.AGENCY_CLERK),
        staff.signed_in(Role.AGENCY_CLERK, "emergency"),
    )
    assert "66.7%" in text(clerk, "/desk/duties/samr")
    assert "构市监罚〔2026〕4号" in text(clerk, "/desk/duties/samr/penalty/2026-04")
    for address in (
        "duties",
        "statistics",
        "duties/emergency",
        "sheets/emergency/2026-04",
        "duties/nobody",
    ):
        text(clerk, f"/desk/{address}", 404)
    for address in ("duties/samr", "duties/samr/penalty/all", "sheets/samr/2026-04"):
        text(other, f"/desk/{address}", 404)
    assert "构造市" not in text(other, "/desk/sheets")


def test_following_a_late_figure_leaves_a_look_with_the_records_shown() -> None:
    late_penalties()
    text(staff.signed_in(Role.CENTRE_OFFICER), "/desk/duties/samr/penalty/2026-04")
    with acting_for(EVERY_AGENCY):
        look = StaffRead.objects.get(action="duty.late")
    assert look.shown[:3] == ["samr", "penalty", "2026-04"]
    assert len(look.shown) == 4


def sheet_form(agency: str = "samr", **changes: str) -> dict[str, str]:
    fields = ("generated", "self_published", "reported", "unreported")
    form = {
        f"{item}.{name}": "0" for item in desk_duties.items_of(agency, TODAY) for name in fields
    }
    return {**form, "problems": "", **{key.replace("__", "."): v for key, v in changes.items()}}


def test_a_sheet_begins_with_what_arrived_is_filed_by_one_and_signed_by_another() -> None:
    late_penalties()
    clerk, reviewer = staff.signed_in(Role.AGENCY_CLERK), staff.signed_in(Role.AGENCY_REVIEWER)
    address = "/desk/sheets/samr/2026-04"
    assert 'name="penalty.reported" value="3"' in text(clerk, address)
    form = sheet_form(
        penalty__generated="5",
        penalty__self_published="4",
        penalty__reported="4",
        penalty__unreported="1",
        penalty__basis="《行政处罚法》第四十八条",
    )
    assert clerk.post(address, form).status_code == 302
    assert reviewer.post(address, form).status_code == 404  # a reviewer does not file
    assert clerk.post(f"{address}/sign", {"verdict": "signed"}).status_code == 404
    page = text(reviewer, address)
    assert "有 1 项的报送数量与平台收到的不一致" in page
    assert "少 1" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert reviewer.post(f"{address}/sign", {"verdict": "signed", "seen": "00"}).status_code == 409
    assert reviewer.post(f"{address}/sign", {"verdict": "signed", "seen": seen}).status_code == 302
    with acting_for("samr"):
        assert stored.signed([date(2026, 4, 1)])["samr", date(2026, 4, 1)]["penalty"] == Line(
            "penalty", 5, 4, 4, 1, "《行政处罚法》第四十八条"
        )
    assert reviewer.post(f"{address}/sign", {"verdict": "signed", "seen": seen}).status_code == 404


def test_what_somebody_wrote_of_a_person_is_covered_before_it_is_kept() -> None:
    clerk = staff.signed_in(Role.AGENCY_CLERK)
    address = "/desk/sheets/samr/2026-04"
    assert clerk.post(address, {**sheet_form(), "problems": "联系人13800138000"}).status_code == 302
    with acting_for("samr"):
        found = stored.latest("samr", date(2026, 4, 1))
    assert found is not None
    assert "13800138000" not in found.problems


@pytest.mark.parametrize("month", ["2026-06", "2026-07", "2026-13", "april"])
def test_a_month_that_has_not_ended_has_no_sheet(month: str) -> None:
    text(staff.signed_in(Role.AGENCY_CLERK), f"/desk/sheets/samr/{month}", 404)


def test_signed_sheets_leave_as_files_in_which_nothing_is_a_formula() -> None:
    late_penalties()
    danger = "=HYPERLINK(1)"
    desk_duties.file_sheet("samr", date(2026, 4, 1), Line("penalty", 4, 3, 3, 1, danger))
    desk_duties.decide_sheet("samr", date(2026, 4, 1))
    clerk, other = (
        staff.signed_in(Role.AGENCY_CLERK),
        staff.signed_in(Role.AGENCY_CLERK, "emergency"),
    )
    rows = list(
        csv.DictReader(
            io.StringIO(clerk.get("/desk/sheets/2026-04.csv").content.decode("utf-8-sig"))
        )
    )
    (penalty,) = [row for row in rows if row["目录事项"] == "行政处罚"]
    assert list(penalty.values())[2:] == ["4", "3", "3", "1", f"'{danger}", "3", "0"]
    content = clerk.get("/desk/sheets/2026-04.xlsx").content
    cells = next(row for row in sheet_of(content) if row[1] == "行政处罚")
    assert cells[2:] == [4, 3, 3, 1, danger, 3, 0]
    assert not formulas(content)
    nothing = other.get("/desk/sheets/2026-04.csv").content.decode()
    assert len(nothing.splitlines()) == 1
    assert clerk.get("/desk/sheets/2026-04.pdf").status_code == 404


def test_a_missing_number_is_asked_about_answered_and_signed_at_the_desk() -> None:
    late_penalties()
    officer = staff.signed_in(Role.CENTRE_OFFICER)
    assert officer.post("/desk/questions").status_code == 302
    question = desk_duties.question_about("samr", 2)
    address = f"/desk/questions/{question.id}"
    clerk, reviewer = staff.signed_in(Role.AGENCY_CLERK), staff.signed_in(Role.AGENCY_REVIEWER)
    assert "构市监罚〔2026〕2号" in text(clerk, "/desk/questions")
    assert clerk.post("/desk/questions").status_code == 404
    assert officer.post(address, {"kind": "void"}).status_code == 404
    assert clerk.post(address, {"kind": "not_publishable"}).status_code == 409
    assert clerk.post(address, {"kind": "later"}).status_code == 409
    assert clerk.post(address, {"kind": "void", "note": "作废审批单已存档"}).status_code == 302
    page = text(reviewer, address)
    answer = page.split('name="answer" value="')[1].split('"')[0]
    assert clerk.post(f"{address}/sign", {"answer": answer, "verdict": "signed"}).status_code == 404
    assert (
        reviewer.post(f"{address}/sign", {"answer": answer, "verdict": "signed"}).status_code == 302
    )
    assert desk_duties.question_about("samr", 2).state is State.SETTLED
    public = text(Client(), "/missing-numbers?q=2026〕2号")
    assert "作废审批单已存档" in public
    assert "samr.agency_clerk" not in public


def test_another_agencys_question_is_a_404_and_stands_in_no_list() -> None:
    late_penalties()
    desk_duties.ask(TODAY)
    question = desk_duties.question_about("samr", 2)
    other = staff.signed_in(Role.AGENCY_CLERK, "emergency")
    text(other, f"/desk/questions/{question.id}", 404)
    assert other.post(f"/desk/questions/{question.id}", {"kind": "void"}).status_code == 404
    assert "构市监罚" not in text(other, "/desk/questions")


def test_the_first_page_says_what_waits() -> None:
    late_penalties()
    desk_duties.ask(TODAY)
    question = desk_duties.question_about("samr", 2)
    home = text(staff.signed_in(Role.AGENCY_CLERK), "/desk/")
    assert "上月月报待填报" in home
    assert "缺号询问待答" in home
    desk_duties.answer(question, Kind.VOID)
    desk_duties.file_sheet("samr", date(2026, 5, 1))
    home = text(staff.signed_in(Role.AGENCY_REVIEWER), "/desk/")
    assert "月报待签发" in home
    assert "缺号答复待签发" in home


def test_statistics_narrow_by_address_and_leave_as_a_file_only_with_a_reason() -> None:
    late_penalties()
    officer, auditor = staff.signed_in(Role.CENTRE_OFFICER), staff.signed_in(Role.AUDITOR)
    page = text(officer, "/en/desk/statistics?first=2026-04&last=2026-04&item=penalty")
    assert "<strong>3</strong>" in page
    assert "<strong>0</strong>" in text(
        officer, "/desk/statistics?first=2026-04&last=2026-04&item=licence"
    )
    assert officer.get("/desk/statistics?first=april").status_code == 409
    form = {"facet": "agency", "form": "csv", "first": "2026-04", "last": "2026-04", "reason": ""}
    assert officer.post("/desk/statistics/file", form).status_code == 409
    form["reason"] = "季度通报，找张三13800138000核对"
    answer = officer.post("/desk/statistics/file", form)
    assert list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))) == [
        ["部门", "代码", "记录数"],
        ["市场监督管理局", "samr", "3"],
    ]
    book = officer.post("/desk/statistics/file", {**form, "form": "xlsx"})
    assert sheet_of(book.content)[1:] == [["市场监督管理局", "samr", 3]]
    assert not formulas(book.content)
    assert auditor.post("/desk/statistics/file", form).status_code == 404
    with acting_for(EVERY_AGENCY):
        looks = list(StaffRead.objects.filter(action="statistics.export"))
    assert len(looks) == 2
    assert all("季度通报" in look.purpose and "13800138000" not in look.purpose for look in looks)


def test_the_places_stand_in_every_state() -> None:
    """What the matrix of access is walked over."""
    for agency in staff.AGENCIES:
        for make in desk_duties.PLACES.values():
            with city.undone():
                assert make(agency)
    assert set(desk_duties.sheets_in_every_state("samr")) == {"due", "filed", "signed", "returned"}
    assert set(desk_duties.questions_in_every_state("samr")) == {state.value for state in State}
    assert months(timezone.localdate(), 2)[0] < timezone.localdate() - timedelta(days=1)
