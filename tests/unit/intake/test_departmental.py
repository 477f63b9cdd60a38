"""Our findings in the words of the departments' interface: every one has a code of theirs, the named ones the right one."""

import pytest

from gongxin.intake.departmental import REQUEST_CODES, ROW_CODES, code_of
from gongxin.intake.findings import CHECKS
from tests.builders import catalogue

LAW = catalogue.law()
ITEMS = {item.code: item for item in LAW.items}


def field(item: str, role: str) -> str:
    found = ITEMS[item].by_role(role)
    assert found is not None
    return found.code


def test_the_codes_are_those_of_the_interfaces_description() -> None:
    assert set(REQUEST_CODES) == {
        "200",
        "500",
        "5001",
        "3001",
        "3002",
        "4001",
        "4002",
        "6001",
        "6002",
    }
    assert {meaning.code for meaning in ROW_CODES} == {
        "10001", "10002", "10003", "10004", "20001", "30001", "30002", "40001",
    }  # fmt: skip


@pytest.mark.parametrize("code", sorted(CHECKS))
def test_every_finding_of_ours_has_a_code_of_theirs(code: str) -> None:
    for item in (ITEMS["penalty"], ITEMS["registration"]):
        for column in ("", "没有的列", *(one.code for one in item.fields)):
            assert code_of(code, column, item).code


@pytest.mark.parametrize(
    ("item", "role", "finding", "code"),
    [
        ("registration", "capital", "money.not_a_number", "10001"),
        ("registration", "org_name", "value.required", "10002"),
        ("penalty", "party_name", "value.required", "10002"),
        ("penalty", "decided", "value.required", "10003"),
        ("penalty", "decided", "date.impossible", "10004"),
        ("penalty", "uscc", "uscc.check", "10004"),
        ("penalty", "document_number", "value.required", "10004"),
        ("registration", "org_kind", "code.unknown", "30002"),
        ("penalty", "party_kind", "code.unknown", "30002"),
        ("penalty", "authority_name", "authority.unknown", "40001"),
        ("penalty", "party_name", "subject.unknown", "40001"),
    ],
)
def test_a_finding_is_said_by_the_code_that_the_interface_has_for_it(
    item: str, role: str, finding: str, code: str
) -> None:
    assert code_of(finding, field(item, role), ITEMS[item]).code == code


@pytest.mark.parametrize("finding", ["duplicate", "record.correction_proposed"])
def test_what_was_there_before_is_20001(finding: str) -> None:
    assert code_of(finding, "", ITEMS["penalty"]).code == "20001"
