"""Through the confined child: persons in free text come out covered and hold the row; a secret paper does not come out at all."""

import json
from pathlib import Path

import pytest

from gongxin.intake.reading import FileRefused, ReadTable, read_table
from gongxin.intake.reading.personal import MASKS
from tests.builders import ordinary_files
from tests.builders.ordinary_files import CANARY_ID, HEADER, ROW, csv_bytes
from tests.unit.intake.reading import sentences
from tests.unit.intake.reading.plans import PLAN, TIGHT
from tests.unit.intake.reading.test_spellings import CHEQUE, EVERYDAY, written

FACTS, NUMBER, SEEN = "违法事实", "行政处罚决定书文号", "text.personal_data"
NOTHING = (None,) * len(HEADER)


def row(facts: str = ROW[4], number: str = ROW[5], code: str = ROW[2]) -> tuple[str, ...]:
    return (*ROW[:2], code, ROW[3], facts, number, *ROW[6:])


def read(content: bytes, folder: Path) -> ReadTable:
    return read_table(content, name="x.csv", plan=PLAN, out_dir=folder, limits=TIGHT)


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_every_sentence_comes_out_as_it_may_be_kept(tmp_path: Path) -> None:
    told = {**sentences.HOMES, **sentences.MINORS, **sentences.NAMES, **sentences.ACCOUNTS}
    left = [*sentences.NOT_HOMES, *sentences.NOT_MINORS, *sentences.NOT_NAMES]
    table = read(csv_bytes([HEADER, *map(row, [*told, *left])]), tmp_path)
    assert table.frame()[FACTS].to_list() == [*told.values(), *left]
    hidden = [n for n, (text, kept) in enumerate(told.items(), 1) if text != kept]
    found = table.findings()
    assert found["row"].to_list() == hidden
    assert set(found.select("column", "code", "severity").rows()) == {(FACTS, SEEN, "hold")}


def test_each_kind_is_counted_in_the_finding_and_none_is_quoted(tmp_path: Path) -> None:
    facts = (
        f"经营者：李四（身份证{written(CANARY_ID, EVERYDAY)}，电话13912345678），住构造市样例路12号502房，"
        "邮箱a1@b2.cn，招用王某某（男，12岁）"
    )
    table = read(csv_bytes([HEADER, row(facts)]), tmp_path)
    kinds = ["email", "home", "minor", "name", "phone", "resident_id"]
    ((seen, params),) = table.findings().select("seen", "params").rows()
    assert json.loads(params) == dict.fromkeys(kinds, 1)
    assert seen == "".join(MASKS[kind] for kind in kinds)
    kept = everything_in(tmp_path).decode(errors="replace")
    for part in ("李四", "样例路12号", "a1@b2", "王某某", "13912345678", EVERYDAY[1:4]):
        assert part not in kept


@pytest.mark.parametrize("spelt", [CANARY_ID, written(CANARY_ID, CHEQUE), "/".join(CANARY_ID)])
def test_a_resident_number_in_any_spelling_is_covered_in_columns_that_are_no_free_text(
    spelt: str, tmp_path: Path
) -> None:
    table = read(csv_bytes([HEADER, row(number=f"〔2025〕{spelt}号")]), tmp_path)
    assert table.frame()[NUMBER].to_list() == [f"〔2025〕{MASKS['resident_id']}号"]
    assert table.findings().select("column", "code").rows() == [(NUMBER, SEEN)]


@pytest.mark.parametrize("spelt", [written(CANARY_ID, EVERYDAY), "|".join(CANARY_ID)])
def test_a_resident_number_in_any_spelling_as_a_code_cuts_the_row(
    spelt: str, tmp_path: Path
) -> None:
    table = read(csv_bytes([HEADER, row(code=spelt)]), tmp_path)
    assert table.cut_rows == 1
    assert table.frame().drop("row").rows() == [NOTHING]


@pytest.mark.parametrize("mark", ["机密★10年", "密级：秘密", "【绝密】", "内部资料 不得外传"])
def test_a_row_with_the_mark_of_a_secret_is_refused_and_stands_in_no_file(
    mark: str, tmp_path: Path
) -> None:
    secret = "金丝雀水库的坐标"
    rows = [HEADER, row(), row(f"{mark} {secret}", number="文号金丝雀"), row()]
    table = read(csv_bytes(rows), tmp_path)
    assert table.findings().select("row", "column", "code", "severity").rows() == [
        (2, FACTS, "text.classified", "reject")
    ]
    assert table.frame().drop("row").rows()[1] == NOTHING
    assert table.frame()[FACTS].to_list() == [ROW[4], None, ROW[4]]
    kept = everything_in(tmp_path)
    for word in (secret, "文号金丝雀", mark):
        assert word.encode() not in kept


def test_a_column_that_says_the_level_refuses_its_rows_claimed_or_not(tmp_path: Path) -> None:
    rows = [[*HEADER, "密级"], [*row(), "公开"], [*row("金丝雀"), "机密"], [*row(), ""]]
    table = read(csv_bytes(rows), tmp_path)
    assert table.findings().select("row", "column", "code").rows() == [
        (2, "密级", "text.classified")
    ]
    assert json.loads(table.findings()["params"][0]) == {"level": "机密"}
    assert "金丝雀".encode() not in everything_in(tmp_path)


def test_a_mark_above_the_header_refuses_the_file(tmp_path: Path) -> None:
    title = ["机密★五年", *[""] * (len(HEADER) - 1)]
    sheet = ordinary_files.workbook([title, HEADER, row()])
    for content in (csv_bytes([title, HEADER, row()]), sheet):
        with pytest.raises(FileRefused) as refusal:
            read(content, tmp_path)
        assert refusal.value.code == "file.classified"
        assert everything_in(tmp_path) == b""


def test_a_title_above_the_header_without_a_mark_is_left_out_as_ever(tmp_path: Path) -> None:
    title = ["行政处罚信息表（不含国家秘密、商业秘密）", *[""] * (len(HEADER) - 1)]
    assert read(csv_bytes([title, HEADER, row()]), tmp_path).rows == 1
