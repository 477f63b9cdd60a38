"""The command `gongxin sample-city`: its agencies are those of the jurisdiction under their constructed names."""

import json
from datetime import date
from pathlib import Path

import pytest

from gongxin.jobs.cli import main
from gongxin.jobs.commands.sample_city import authorities, forms
from tests.builders.catalogue import ROOT
from tests.unit.identifiers import reference


def test_every_agency_has_a_constructed_name_and_a_constructed_code() -> None:
    found = {authority.key: authority for authority in authorities(date(2026, 11, 1))}
    assert found["samr"].name == "构造市市场监督管理局"
    for authority in found.values():
        assert "构造市" in authority.name
        assert authority.uscc[2:8] == "999999"
        code = authority.uscc
        assert reference.code(code[:2], code[2:8], code[8:16]) == code


def test_a_name_that_has_ended_is_not_used() -> None:
    before = {authority.key: authority.name for authority in authorities(date(2018, 6, 1))}
    assert before["samr"] == "构造市工商行政管理局"


def test_the_generator_is_told_every_item_in_force_that_it_does_not_word_itself() -> None:
    told = {form.code: form for form in forms(date(2026, 11, 1))}
    files = {
        path.stem for path in (ROOT / "jurisdictions").glob("*/items/*.toml")
    }  # one item, one file
    assert set(told) == files - {"registration", "penalty", "licence"}
    assert all(form.agencies for form in told.values())


def test_a_form_is_the_template_of_the_item_in_plain_values() -> None:
    told = {form.code: form for form in forms(date(2026, 11, 1))}
    entry, left = told["abnormal_operation"], told["abnormal_operation_exit"]
    assert left.ends == ("abnormal_operation", "YC_LRWH")
    assert entry.persons[0] == "法定代表人"
    columns = {column.code: column for column in entry.columns}
    assert columns["YC_LRWH"].label == "列入决定文书号"
    assert columns["YC_LRWH"].example == "构市监异列〔2026〕1号"
    assert columns["YC_LRWH"].key
    assert "未按期公示年度报告" in columns["YC_LRYY"].values
    assert columns["YC_LRYY"].open_list
    assert not columns["BZ"].required
    assert columns["XDR_SHXYM"].role == "uscc"


def test_forms_are_of_the_law_of_the_day() -> None:
    assert "abnormal_operation" not in {form.code for form in forms(date(2017, 6, 1))}


def test_the_answer_is_one_json_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--organisations", "60", "--records", "200", "--as-of", "2026-11-01", "--json"]
    assert main(["sample-city", *arguments, "--out", str(tmp_path / "city")]) == 0
    document = json.loads(capsys.readouterr().out)
    told = json.loads((tmp_path / "city" / "truth.json").read_text("utf-8"))
    assert document["rows"] == sum(entry["rows"] for entry in told["files"])
    assert document["files"] == len(told["files"])


@pytest.mark.parametrize(("option", "value"), [("--organisations", "3"), ("--records", "0")])
def test_a_city_too_small_is_refused(
    option: str, value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [
        "sample-city",
        option,
        value,
        "--as-of",
        "2026-11-01",
        "--out",
        str(tmp_path),
        "--json",
    ]
    assert main(arguments) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "sample_city.refused"


@pytest.mark.parametrize("day", ["2026-13-01", "tomorrow"])
def test_a_day_that_is_none_is_wrong_use(day: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as left:
        main(["sample-city", "--as-of", day, "--out", str(tmp_path)])
    assert left.value.code == 2
