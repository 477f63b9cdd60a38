"""A clerk sends files, looks at what became of the rows, and a second account releases them."""

from pathlib import Path
from typing import Any

import pytest

from tests.builders import earlier_files
from tests.builders.codes import unified_code
from tests.builders.files import body_name
from tests.builders.hostile_records import json_lines, push_xml
from tests.journeys.commands import sheets
from tests.journeys.commands.commandline import CommandLine

RECEIPT = ["rows", "admitted", "warned", "duplicates", "held", "rejected"]
FINDING = {"row", "column", "code", "severity", "value", "message"}


@pytest.fixture(scope="module", autouse=True)
def _registered(gongxin: CommandLine, folder: Path) -> None:
    """Bodies 1 to 40 stand in the register."""
    path = sheets.as_csv(folder / "register.csv", sheets.register(*range(1, 41)))
    made = gongxin.json("subjects", "import", path, "--agency", "samr")
    assert {name: made[name] for name in RECEIPT} == {
        "rows": 40, "admitted": 40, "warned": 40, "duplicates": 0, "held": 0, "rejected": 0,
    }  # fmt: skip
    assert isinstance(made["findings"], list)
    again = gongxin.json("subjects", "import", path, "--agency", "samr")
    assert (again["admitted"], again["duplicates"]) == (0, 40)


def submit(
    gongxin: CommandLine, path: Path, *options: str, item: str = "penalty", code: int = 0
) -> Any:
    return gongxin.json(
        "intake", "submit", path, "--item", item, "--agency", "samr", *options, code=code
    )


def is_exact(receipt: dict[str, Any]) -> bool:
    parts = ("admitted", "duplicates", "held", "rejected")
    return bool(receipt["rows"] == sum(receipt[part] for part in parts))


def test_the_same_rows_in_four_forms_enter_once(gongxin: CommandLine, folder: Path) -> None:
    rows = sheets.penalties(gongxin, 1, 2, 3)
    utf8 = submit(gongxin, sheets.as_csv(folder / "a.csv", rows))
    gb = submit(gongxin, sheets.as_csv(folder / "b.csv", rows, "gb18030"))
    book = submit(gongxin, sheets.as_workbook(folder / "c.xlsx", rows))
    (folder / "d.jsonl").write_bytes(json_lines(rows))
    lines = submit(gongxin, folder / "d.jsonl")
    sent = (utf8, gb, book, lines)
    assert [one["admitted"] for one in sent] == [3, 0, 0, 0]
    assert [one["duplicates"] for one in sent] == [0, 3, 3, 3]
    assert len({one["sha256"] for one in sent}) == 4
    assert all(is_exact(one) for one in sent)
    assert {one["read_as"] for one in sent} == {None}
    assert submit(gongxin, folder / "a.csv")["admitted"] == 0


def test_the_body_of_the_former_push_enters_as_the_old_template_it_is(
    gongxin: CommandLine, folder: Path
) -> None:
    path = folder / "push.xml"
    path.write_bytes(push_xml([earlier_files.penalty(30), earlier_files.penalty(31, CF_ZT="1")]))
    told = gongxin.json("intake", "check", path, "--item", "penalty", "--agency", "samr")
    assert told["read_as"]["zh"] == "双公示旧模板（2015–2018）"
    made = submit(gongxin, path)
    assert (made["admitted"], made["held"], made["read_as"]) == (1, 1, told["read_as"])
    held = [one for one in made["findings"] if one["code"] == "template.value_held"]
    assert [one["row"] for one in held] == [2]
    assert "已撤销" in held[0]["message"]


def test_a_receipt_names_each_row_that_did_not_simply_enter(
    gongxin: CommandLine, folder: Path
) -> None:
    clean, unknown, wrong = sheets.penalties(gongxin, 4, 777, 5)
    wrong["统一社会信用代码"] = unified_code(5)[:-1] + ("0" if unified_code(5)[-1] != "0" else "1")
    path = sheets.as_csv(folder / "mixed.csv", [clean, unknown, wrong, clean])
    receipt = submit(gongxin, path, code=1)
    assert set(receipt) >= {"batch", "sha256", "item", "agency", *RECEIPT, "findings"}
    assert (receipt["item"], receipt["agency"], receipt["rows"]) == ("penalty", "samr", 4)
    assert is_exact(receipt)
    assert all(set(finding) >= FINDING for finding in receipt["findings"])
    assert ("uscc.check", 3) in {(f["code"], f["row"]) for f in receipt["findings"]}

    rows = gongxin.json("intake", "show", receipt["batch"], "--rows")
    assert [set(row) for row in rows] == [{"row", "outcome", "codes", "record"}] * 4
    assert [row["row"] for row in rows] == [1, 2, 3, 4]
    assert [row["outcome"] for row in rows] == ["admitted", "held", "rejected", "duplicate"]
    assert "subject.unknown" in rows[1]["codes"]
    assert "uscc.check" in rows[2]["codes"]
    assert rows[0]["record"]
    assert rows[3]["record"] == rows[0]["record"]
    shown = gongxin.json("intake", "show", receipt["batch"])
    assert {name: shown[name] for name in RECEIPT} == {name: receipt[name] for name in RECEIPT}


def test_no_value_of_a_person_is_echoed(gongxin: CommandLine, folder: Path) -> None:
    (row,) = sheets.penalties(gongxin, 6)
    row["法定代表人"] = "欧阳金丝雀"
    ended = gongxin.run(
        "intake", "submit", sheets.as_csv(folder / "person.csv", [row]),
        "--item", "penalty", "--agency", "samr",
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert "法定代表人" in ended.stdout  # said that it was cut
    assert "欧阳金丝雀" not in ended.stdout + ended.stderr


def test_what_a_clerk_sends_a_second_account_releases(gongxin: CommandLine, folder: Path) -> None:
    sent = submit(gongxin, sheets.as_csv(folder / "release.csv", sheets.penalties(gongxin, 7, 8)))
    batch = sent["batch"]
    assert sent["released"] is False
    assert gongxin.json("check", unified_code(7))["records"] == []

    own = gongxin.refusal("intake", "release", batch, "--by", "samr.clerk")
    assert own["code"] == "batch.refused"
    other = gongxin.refusal("intake", "release", batch, "--by", "hrss.reviewer")
    assert other["code"] == "batch.refused"
    nobody = gongxin.refusal("intake", "release", batch, "--by", "nobody")
    assert nobody["code"] == "account.unknown"
    assert gongxin.json("check", unified_code(7))["records"] == []

    done = gongxin.json("intake", "release", batch, "--by", "samr.reviewer")
    assert done == {"batch": batch, "released": 2, "by": "samr.reviewer"}
    (record,) = gongxin.json("check", unified_code(7))["records"]
    assert record["document_number"].endswith("7号")
    assert gongxin.json("intake", "show", batch)["released"] is True
    assert gongxin.refusal("intake", "release", batch, "--by", "samr.reviewer")["code"]


def test_a_reviewer_who_sends_does_not_release_it(gongxin: CommandLine, folder: Path) -> None:
    path = sheets.as_csv(folder / "self.csv", sheets.penalties(gongxin, 9))
    sent = submit(gongxin, path, "--by", "samr.reviewer")
    error = gongxin.refusal("intake", "release", sent["batch"], "--by", "samr.reviewer")
    assert error["code"] == "batch.refused"


def test_licences_of_an_agency_in_good_standing_are_public_at_once(
    gongxin: CommandLine, folder: Path
) -> None:
    path = sheets.as_csv(folder / "licences.csv", sheets.licences(gongxin, 10, 11))
    assert submit(gongxin, path, item="licence")["released"] is True
    found = gongxin.json("check", unified_code(10))
    assert set(found) >= {"check_id", "as_of", "organisation", "records"}
    assert found["organisation"]["name"] == body_name(10)
    assert [record["item"] for record in found["records"]] == ["licence"]


def test_a_batch_held_by_a_gate_still_accounts_for_every_row(
    gongxin: CommandLine, folder: Path
) -> None:
    strangers = sheets.penalties(gongxin, *range(12, 32), *range(800, 815))
    held = submit(gongxin, sheets.as_csv(folder / "gate.csv", strangers), code=1)
    assert (held["status"], held["gates"]) == ("held", ["gate.unknown_share"])
    assert (held["rows"], held["held"], held["admitted"]) == (35, 35, 0)
    assert is_exact(held)
    rows = gongxin.json("intake", "show", held["batch"], "--rows")
    assert {(row["outcome"], *row["codes"], row["record"]) for row in rows} == {
        ("held", "gate.unknown_share", None)
    }
    batch = held["batch"]
    assert gongxin.refusal("intake", "release", batch, "--by", "samr.reviewer")["code"]
    own = gongxin.refusal(
        "intake", "release", batch, "--by", "samr.clerk", "--despite-gate", "核对过"
    )
    assert own["code"] == "batch.refused"
    opened = gongxin.json(
        "intake", "release", batch, "--by", "samr.reviewer", "--despite-gate", "核对过"
    )
    assert opened["released"] == 20
    shown = gongxin.json("intake", "show", batch)
    assert (shown["status"], shown["admitted"], shown["held"]) == ("finished", 20, 15)
    assert is_exact(shown)


def test_checking_a_file_stores_nothing(gongxin: CommandLine, folder: Path) -> None:
    clean, wrong = sheets.penalties(gongxin, 33, 34)
    wrong["处罚决定日期"] = "2026-02-30"
    path = sheets.as_csv(folder / "check.csv", [clean, wrong])
    before = gongxin.everything()
    found = gongxin.json("intake", "check", path, "--item", "penalty", code=1)
    assert (found["rows"], found["admitted"], found["rejected"]) == (2, 1, 1)
    assert "date.impossible" in {finding["code"] for finding in found["findings"]}
    clean_alone = sheets.as_workbook(folder / "check.xlsx", [clean])
    assert gongxin.json("intake", "check", clean_alone, "--item", "penalty")["rejected"] == 0
    refused = gongxin.refusal("intake", "check", folder / "register.csv", "--item", "penalty")
    assert refused["code"] == "file.header"
    assert gongxin.everything() == before


def test_a_file_of_another_agency_or_item_is_refused(gongxin: CommandLine, folder: Path) -> None:
    path = sheets.as_csv(folder / "entitled.csv", sheets.penalties(gongxin, 35))
    submission = ("intake", "submit", path, "--item", "penalty", "--agency")
    assert gongxin.refusal(*submission, "hrss", "--by", "samr.clerk")["code"] == "batch.refused"
    assert gongxin.refusal(*submission, "nobody")["code"] == "agency.unknown"
    assert gongxin.refusal(*submission, "samr", "--by", "nobody")["code"] == "account.unknown"
    unknown = gongxin.refusal("intake", "submit", path, "--item", "nothing", "--agency", "samr")
    assert unknown["code"] == "catalogue.item_unknown"
    register = gongxin.refusal("subjects", "import", folder / "register.csv", "--agency", "hrss")
    assert register["code"] == "batch.refused"


def test_a_pipe_is_as_good_as_a_file(gongxin: CommandLine, folder: Path) -> None:
    path = sheets.as_csv(folder / "pipe.csv", sheets.penalties(gongxin, 36))
    found = gongxin.json(
        "intake", "check", "/dev/stdin", "--item", "penalty", given=path.read_bytes()
    )
    assert (found["rows"], found["admitted"]) == (1, 1)


def test_bodies_are_found_by_name_and_code(gongxin: CommandLine) -> None:
    by_name = gongxin.json("search", body_name(12))
    assert list(by_name[0]) == ["name", "code", "kind", "matched"]
    assert by_name[0]["name"] == body_name(12)
    assert by_name[0]["code"] == unified_code(12)
    assert by_name[0]["matched"] == "name"
    (by_code,) = gongxin.json("search", unified_code(12))
    assert (by_code["name"], by_code["matched"]) == (body_name(12), "code")
    assert gongxin.json("search", "无此机构名") == []


def test_the_journal_of_all_this_verifies_and_proves(gongxin: CommandLine) -> None:
    verified = gongxin.json("journal", "verify")
    assert verified["verified"] is True
    assert verified["findings"] == []
    assert verified["size"] > 5
    proof = gongxin.json("journal", "prove", "0")
    assert set(proof) >= {"index", "size", "leaf", "leaf_hash", "proof", "checkpoint", "verifier"}
    assert gongxin.refusal("journal", "prove", "999999")["code"] == "journal.outside_the_log"
