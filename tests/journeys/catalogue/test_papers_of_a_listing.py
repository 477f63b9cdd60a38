"""A listing without the papers of its procedure is refused, a change of persons leaves no name, and liberty is no kind of measure."""

import csv
import io

import pytest
from django.db import connection

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.intake import queries
from gongxin.intake.queries import Receipt
from tests.builders import catalogue, city

# Notice, statement and defence, decision, service: 国办发〔2020〕49号 wants each before a body is listed.
PAPERS = ("YZ_GZWH", "YZ_GZZY", "YZ_SBZY", "YZ_JDWH", "YZ_JDZY", "YZ_SDRQ", "YZ_SDZY")
NAME = "构造某甲"


@pytest.fixture(scope="module")
def registered(open_city: None) -> None:
    """The body of the example rows stands in the register."""
    rows = b"name,code,reg_date\n" + "构造市示例有限公司,91999999MA00EXMP89,2015-03-02\n".encode()
    assert city.send(rows, item="registration").admitted == 1


def _send(item: str, content: bytes) -> Receipt:
    return city.send(content, item=item, agency=catalogue.items()[item].agencies[0])


def _said(receipt: Receipt) -> set[tuple[str, str]]:
    (row,) = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    assert row["outcome"] == "rejected", row
    found = queries.findings(receipt.batch, scope=EVERY_AGENCY)
    return {(one["column"], one["code"]) for one in found}


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize("paper", PAPERS)
def test_an_entry_that_lacks_one_of_its_papers_is_refused(paper: str) -> None:
    item = catalogue.items()["serious_list_entry"]
    with city.undone():
        receipt = _send(item.code, catalogue.table(item, [catalogue.row(item, **{paper: ""})]))
        assert (paper, "list.papers_missing") in _said(receipt)


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize(
    ("code", "field", "value"),
    [
        ("serious_list_entry", "YZ_LY", "本市其他重点领域"),
        ("mandatory_measure", "QZ_LB", "限制公民人身自由"),
    ],
    ids=["a fifth field of serious lists", "a measure against a person's liberty"],
)
def test_what_stands_outside_a_closed_list_is_refused(code: str, field: str, value: str) -> None:
    item = catalogue.items()[code]
    with city.undone():
        row = catalogue.row(item, **{field: value})
        receipt = _send(code, catalogue.table(item, [row]))
        assert (field, "code.unknown") in _said(receipt)


@pytest.mark.usefixtures("registered")
def test_a_change_of_the_legal_representative_says_that_it_is_one_and_no_name() -> None:
    item = catalogue.items()["registration_change"]
    no_content = dict.fromkeys(("BG_MC_Q", "BG_MC_H"), "")
    row = catalogue.row(item, BG_SX="法定代表人变更", **no_content)
    with city.undone():
        receipt = _send(item.code, _with_names(catalogue.table(item, [row])))
        assert receipt.admitted == 1
        assert {"变更前内容", "变更后内容", "变更后法定代表人"} <= set(receipt.cut)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT payload::text FROM records_version WHERE batch = %s", [receipt.batch]
            )
            ((stored,),) = cursor.fetchall()
    assert "法定代表人变更" in stored
    assert NAME not in stored


def _with_names(content: bytes) -> bytes:
    """The same table with the columns in which real files name persons."""
    rows = list(csv.reader(io.StringIO(content.decode())))
    rows[0] += ["变更前内容", "变更后内容", "变更后法定代表人"]
    rows[1] += [NAME] * 3
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()
