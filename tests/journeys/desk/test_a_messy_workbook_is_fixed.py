"""A clerk's workbook: two lines of header, notes above, 37 bad rows. It comes back with six causes, two fixes settle 31 rows, and next month needs no hand."""

import io
import re
from collections.abc import Iterator
from importlib import import_module
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from python_calamine import CalamineWorkbook

from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.intake import conveyor, profiles, queries
from tests.builders import city, drafts, messy, staff
from tests.builders.codes import unified_code


@pytest.fixture(scope="module")
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    hall = import_module("tests.builders.city")
    with django_db_blocker.unblock(), hall.standing():
        hall.register(*range(1, messy.ROWS + 1))
        yield


@pytest.fixture
def clerk(
    _city: None, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Client]:
    monkeypatch.setattr(timezone, "now", lambda: city.NOW)
    with django_db_blocker.unblock(), city.undone():
        yield staff.browser_of("samr.clerk")


def uploaded(month: int = 4) -> UUID:
    content = messy.workbook(messy.rows(month=month))
    return drafts.draft_of(content, name=f"{month}月处罚.xlsx")


def page(clerk: Client, batch: UUID) -> str:
    answer = clerk.get(f"/desk/draft/{batch}")
    assert answer.status_code == 200
    return answer.content.decode()


def take(clerk: Client, batch: UUID, says: str) -> None:
    """Press the button under the offer that says this."""
    forms = re.findall(r'<form method="post" action="([^"]+)" class="offer">(.*?)</form>', page(clerk, batch), re.S)  # fmt: skip
    (address, form) = next(one for one in forms if says in one[1])
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    assert clerk.post(address, fields).status_code == 302


def test_two_fixes_settle_31_of_37_rows_and_next_month_needs_no_hand(clerk: Client) -> None:
    april = uploaded()
    first = page(clerk, april)
    assert len(re.findall('class="cause ', first)) <= 6
    assert "采用，解决 18 行" in first
    assert "采用，解决 13 行" in first
    assert drafts.state(april).counts.rejected == 37
    take(clerk, april, "统一代码：")
    take(clerk, april, "中文数字日期")
    assert drafts.state(april).counts.rejected == 6
    shown = clerk.get(f"/desk/preview/{april}").content.decode()
    assert "去掉“统一社会信用代码”前面的“统一代码：”" in shown  # what was changed, beside the row
    assert "采用，解决" not in page(clerk, april)
    assert clerk.post(f"/desk/draft/{april}/submit").status_code == 302
    conveyor.process(batch=april, by="system", now=city.NOW)
    receipt = queries.receipt(april, scope=EVERY_AGENCY)
    assert (receipt.status, receipt.admitted, receipt.rejected) == ("finished", 406, 6)
    assert [fix.cells for fix in receipt.fixes] == [18, 13]

    may = drafts.state(uploaded(5))
    assert may.profile_version == 1
    assert (may.counts.rejected, may.counts.admitted) == (6, 406)
    assert (may.replayed, may.replayed_cells, may.idle) == (2, 31, 0)
    assert not any(found.offers for found in may.found)
    assert "报送习惯第 1 版：2 项修正，改了 31 格" in page(clerk, may.batch)


def test_the_workbook_comes_back_in_its_own_shape_and_can_be_sent_again(clerk: Client) -> None:
    april = uploaded()
    drafts.take_offers(april)
    answer = clerk.get(f"/desk/workbook/{april}")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["问题清单", messy.SHEET]
    rows = book.get_sheet_by_name(messy.SHEET).to_python(skip_empty_area=False)
    first = messy.HEADER_ROW + 2
    assert rows[messy.HEADER_ROW][0] == "行政相对人"
    assert rows[messy.HEADER_ROW + 1][:2] == ["名称", "类别"]
    assert len(rows) == first + messy.ROWS
    codes = [str(row[2]) for row in rows[first:]]
    given = [row["统一社会信用代码"] for row in messy.rows(month=4)]
    assert codes == [code.removeprefix("统一代码：") for code in given]
    assert {str(row[3]) for row in rows[first:]} == {"（有，未保存）"}  # 法定代表人
    results = [str(row[len(messy.ORDER)]) for row in rows[first:]]
    assert sum(result.startswith("退回") for result in results) == 6

    again = drafts.state(drafts.draft_of(answer.content, name="back.xlsx"))
    whole = drafts.state(april)
    assert again.counts == whole.counts
    assert [f.cause.key for f in again.found] == [f.cause.key for f in whole.found]
    assert [f.places for f in again.found] == [f.places for f in whole.found]


def test_nothing_in_the_workbook_is_a_formula(clerk: Client) -> None:
    rows = messy.rows()[:30]
    rows[3]["违法事实"] = "=1+1"
    rows[4]["违法事实"] = "@SUM(A1)"
    batch = drafts.draft_of(messy.workbook(rows), name="f.xlsx")
    content = clerk.get(f"/desk/workbook/{batch}").content
    read = drafts.state(drafts.draft_of(content, name="again.xlsx"))
    assert "cell.formula" not in {found.cause.code for found in read.found}
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(messy.SHEET)
    texts = {str(row[6]) for row in sheet.to_python()}
    assert {"=1+1", "@SUM(A1)"} <= texts


def test_a_fix_is_undone_while_the_file_is_a_draft_and_not_after(clerk: Client) -> None:
    april = uploaded()
    take(clerk, april, "统一代码：")
    assert clerk.post(f"/desk/draft/{april}/undo", {"number": "1"}).status_code == 302
    assert drafts.state(april).counts.rejected == 37
    take(clerk, april, "统一代码：")
    drafts.submit(april)
    assert clerk.post(f"/desk/draft/{april}/undo", {"number": "2"}).status_code == 404


def test_a_profile_is_taken_up_again_as_a_new_version(clerk: Client) -> None:
    april = uploaded()
    take(clerk, april, "统一代码：")
    drafts.submit(april)
    may = uploaded(5)
    take(clerk, may, "中文数字日期")
    drafts.submit(may)
    shown = clerk.get("/desk/profiles/penalty").content.decode()
    assert "重新采用第 1 版" in shown
    answer = clerk.post("/desk/profiles/penalty", {"agency": "samr", "version": "1"})
    assert answer.status_code == 302
    third, second, first = profiles.versions("samr", "penalty", scope="samr")
    assert (third.version, third.taken_from) == (3, 1)
    assert third.fixes == first.fixes
    assert [fix.kind.value for fix in third.went] == ["read_day"]
    assert [fix.kind.value for fix in second.came] == ["read_day"]


def test_another_agency_finds_neither_the_draft_nor_the_profile(clerk: Client) -> None:
    april = uploaded()
    drafts.take_offers(april)
    drafts.submit(april)
    other = staff.browser_of("emergency.clerk")
    may = uploaded(5)
    for address in (
        f"/desk/draft/{may}",
        f"/desk/preview/{may}",
        f"/desk/workbook/{may}",
        "/desk/profiles/penalty",
    ):
        assert clerk.get(address).status_code == 200
        assert other.get(address).status_code == 404
    for act in ("fix", "undo", "submit", "discard"):
        assert other.post(f"/desk/draft/{may}/{act}").status_code == 404


def test_the_preview_says_whose_a_row_is_until_when_and_why_one_stays_out(clerk: Client) -> None:
    april = uploaded()
    shown = clerk.get(f"/desk/preview/{april}").content.decode()
    assert "公开到" in shown
    assert "某某某" not in shown  # the representative is nobody's to read
    assert unified_code(1)[2:8] in shown
    out = clerk.get(f"/desk/preview/{april}?way=rejected").content.decode()
    assert "37 行" in out
    assert "uscc.form" in out
    drafts.submit(april)
    after = clerk.get(f"/desk/preview/{april}?way=rejected").content.decode()
    assert (
        "整批挂起" in clerk.get(f"/desk/draft/{april}").content.decode()
    )  # 37 of 412 are too many
    assert "0 行" in after


def test_a_file_of_the_agencys_own_words_is_told_once(clerk: Client) -> None:
    """A column nobody knows is said to be a field, and the next file is read by that."""
    rows = messy.rows()[:40]
    renamed = [{("案号" if k == "行政处罚决定书文号" else k): v for k, v in row.items()} for row in rows[20:30]]  # fmt: skip
    files = import_module("tests.builders.files")
    batch = drafts.draft_of(files.table(renamed))
    state = drafts.state(batch)
    assert not state.may_be_submitted
    assert {"header.missing", "header.leftover"} <= {found.cause.code for found in state.found}
    assert clerk.post(f"/desk/draft/{batch}/submit").status_code == 409
    answer = clerk.post(
        f"/desk/draft/{batch}/fix", {"kind": "map_header", "field": "CF_WSH", "p_header": "案号"}
    )
    assert answer.status_code == 302
    assert drafts.state(batch).may_be_submitted
    drafts.submit(batch)
    later = [{("案号" if k == "行政处罚决定书文号" else k): v for k, v in row.items()} for row in messy.rows(month=5)[20:30]]  # fmt: skip
    assert drafts.state(drafts.draft_of(files.table(later))).may_be_submitted


def test_nobody_fills_in_who_the_party_is_or_when_it_was_decided(clerk: Client) -> None:
    batch = uploaded()
    for field, text in (
        ("CF_XDR_SHXYM", unified_code(1)),
        ("CF_JDRQ", "2026-05-06"),
        ("CF_WSH", "构市监罚〔2026〕1号"),
        ("CF_XDR_LB", "法人及非法人组织"),
    ):
        form = {"kind": "fill", "field": field, "p_text": text}
        assert clerk.post(f"/desk/draft/{batch}/fix", form).status_code == 409
    reviewer = staff.signed_in(Role.AUDITOR)
    assert reviewer.post(f"/desk/draft/{batch}/fix", {}).status_code == 404
