"""What a CSV file becomes: its rows in order, persons cut, every change and every cut said."""

import hashlib
import io
from dataclasses import replace
from pathlib import Path

import pytest

from gongxin.intake.reading import FileRefused, Limits, Plan, ReadTable, open_table, read_table
from gongxin.intake.reading.reader import plain_name
from tests.builders.ordinary_files import (
    CANARY_ID,
    CANARY_NAME,
    CANARY_PHONE,
    HEADER,
    PERSON_ROW,
    ROW,
    csv_bytes,
    resident_number,
)
from tests.unit.intake.reading.plans import PLAN, TIGHT

# Many chunks out of few rows.
CHOPPED = replace(TIGHT, chunk_rows=50, block_bytes=4_096)


def read(
    content: bytes, folder: Path, limits: Limits = TIGHT, declared_encoding: str | None = None
) -> ReadTable:
    return read_table(
        content,
        name="x.csv",
        plan=PLAN,
        out_dir=folder,
        limits=limits,
        declared_encoding=declared_encoding,
    )


def row(**changes: str) -> tuple[str, ...]:
    names = ("name", "kind", "code", "person", "facts", "number", "amount", "day")
    cells = dict(zip(names, ROW, strict=True)) | changes
    return tuple(cells[n] for n in names)


def findings(table: ReadTable) -> list[tuple[int, str | None, str]]:
    return [(r, c, code) for r, c, code in table.findings().select("row", "column", "code").rows()]


def test_a_table_says_what_was_received_and_what_was_cut(tmp_path: Path) -> None:
    content = csv_bytes([HEADER, ROW, PERSON_ROW, ROW[:2], ["", " "], ROW])
    table = read(content, tmp_path)
    assert table.sha256 == hashlib.sha256(content).hexdigest()
    assert (table.size, table.format, table.encoding) == (len(content), "csv", "utf-8")
    assert table.headers == HEADER
    assert table.rows == 4
    assert table.cut_rows == 1
    assert table.cut_columns == (("法定代表人", "person_presence"),)
    assert findings(table) == [
        (2, "行政相对人类别", "person.row_cut"),
        (3, None, "row.width"),
    ]
    assert {"code": "file.blank_rows", "count": 1} in table.notes
    kept = (*ROW[:3], "present", *ROW[4:])
    nothing = (None,) * len(HEADER)
    assert table.frame().drop("row").rows() == [kept, nothing, nothing, kept]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_one_table_whatever_the_encoding(encoding: str, tmp_path: Path) -> None:
    rows = [HEADER, row(facts="㐂鿿𠮷"), PERSON_ROW]
    plain = read(csv_bytes(rows), tmp_path / "a").frame()
    assert read(csv_bytes(rows, encoding), tmp_path / "b").frame().equals(plain)


def test_a_declared_encoding_is_taken_at_its_word(tmp_path: Path) -> None:
    content = csv_bytes(
        [("行政相對人名稱", "CF_XDR_MC", "CF_SY"), ("某公司", "某公司", "違規")], "big5"
    )
    table = read(content, tmp_path, declared_encoding="big5")
    assert table.frame()["CF_SY"].to_list() == ["違規"]
    with pytest.raises(FileRefused) as refusal:
        read(csv_bytes([HEADER, ROW], "gb18030"), tmp_path, declared_encoding="utf-8")
    assert refusal.value.code == "file.encoding"


def test_gb18030_found_late_in_a_large_file_begins_anew(tmp_path: Path) -> None:
    codes = [names[0] for names in PLAN.known]
    plain = ["a"] * len(codes)
    content = csv_bytes([codes, *[plain] * 20_000, [*plain[:-1], "某公司"]], "gb18030")
    table = read(content, tmp_path)
    assert table.encoding == "gb18030"
    assert table.rows == 20_001
    assert sum(chunk.height for chunk in table.chunks()) == 20_001
    assert table.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    "value", ["自然人", " 自然人 ", "自\u200b然人", "自然人（个人）", "自然人:"]
)
def test_a_natural_persons_row_stays_as_a_row_of_nothing(value: str, tmp_path: Path) -> None:
    table = read(csv_bytes([HEADER, row(kind=value, name=CANARY_NAME)]), tmp_path)
    assert table.cut_rows == 1
    assert table.frame().drop("row").null_count().row(0) == (1,) * len(HEADER)


@pytest.mark.parametrize("value", ["个体工商户", "法人及非法人组织", "非自然人"])
def test_an_organisations_row_is_kept(value: str, tmp_path: Path) -> None:
    assert read(csv_bytes([HEADER, row(kind=value)]), tmp_path).cut_rows == 0


@pytest.mark.parametrize(
    "code",
    [
        CANARY_ID,
        CANARY_ID.lower(),
        f" {CANARY_ID}",
        f"{CANARY_ID[:6]} {CANARY_ID[6:]}",
        "".join(chr(ord(c) + 0xFEE0) for c in CANARY_ID),
    ],
)
def test_a_resident_number_as_a_code_cuts_the_row(code: str, tmp_path: Path) -> None:
    table = read(csv_bytes([HEADER, row(code=code)]), tmp_path)
    assert findings(table) == [(1, "统一社会信用代码", "person.row_cut")]
    assert table.frame()["行政相对人名称"].to_list() == [None]


def test_a_tax_number_made_of_a_resident_number_is_covered(tmp_path: Path) -> None:
    table = read(csv_bytes([HEADER, row(code=CANARY_ID + "00")]), tmp_path)
    assert table.frame()["统一社会信用代码"].to_list() == ["〔已遮盖：身份证号〕"]
    assert findings(table) == [(1, "统一社会信用代码", "text.personal_data")]


@pytest.mark.parametrize(
    "code", ["91441481MA4UNAMB2R", "114414810072223332", "441481000001234", "MA4UNAMB2"]
)
def test_codes_of_organisations_are_no_persons(code: str, tmp_path: Path) -> None:
    table = read(csv_bytes([HEADER, row(code=code)]), tmp_path)
    assert table.cut_rows == 0
    assert table.frame()["统一社会信用代码"].to_list() == [code]


def test_numbers_in_free_text_are_covered_and_hold_the_row(tmp_path: Path) -> None:
    facts = f"当事人（{CANARY_ID}，电话{CANARY_PHONE}）销售"
    table = read(csv_bytes([HEADER, row(facts=facts)]), tmp_path)
    assert table.frame()["违法事实"].to_list() == [
        "当事人（〔已遮盖：身份证号〕，电话〔已遮盖：电话〕）销售"
    ]
    assert table.findings().rows() == [
        (
            1,
            "违法事实",
            "text.personal_data",
            "hold",
            "〔已遮盖：电话〕〔已遮盖：身份证号〕",
            '{"phone": 1, "resident_id": 1}',
        )
    ]


def test_a_resident_number_is_covered_in_any_column(tmp_path: Path) -> None:
    table = read(csv_bytes([HEADER, row(number=f"〔2025〕{CANARY_ID}号")]), tmp_path)
    assert table.frame()["行政处罚决定书文号"].to_list() == ["〔2025〕〔已遮盖：身份证号〕号"]


@pytest.mark.parametrize(
    "header",
    [
        "身份证号码",
        "联系电话",
        "经营者姓名",
        "CF_FR_ZJHM",
        "负责人",
        "家庭住址",
        "法定代表人（必填）",
        "CF_FRDB",
    ],
)
def test_a_column_that_asks_for_a_person_never_shows_its_values(
    header: str, tmp_path: Path
) -> None:
    header_row = [h for h in HEADER if h != "法定代表人"]
    cells = [c for c in ROW if c != CANARY_NAME]
    table = read(csv_bytes([[*header_row, header], [*cells, "任何内容"]]), tmp_path)
    assert [h for h, _ in table.cut_columns] == [header]
    assert b"\xe4\xbb\xbb\xe4\xbd\x95" not in b"".join(
        p.read_bytes() for p in tmp_path.glob("*.arrow")
    )


def test_an_unknown_column_of_resident_numbers_is_cut_as_a_whole(tmp_path: Path) -> None:
    rows = [[*ROW, CANARY_NAME], *[[*ROW, "x"]] * 300, [*ROW, CANARY_ID], [*ROW, CANARY_NAME]]
    table = read(csv_bytes([[*HEADER, "栏目九"], *rows]), tmp_path, CHOPPED)
    assert ("栏目九", "person_values") in table.cut_columns
    assert "栏目九" not in table.headers
    assert table.rows == 303
    assert CANARY_NAME.encode() not in b"".join(p.read_bytes() for p in tmp_path.glob("*.arrow"))


def test_many_such_columns_end_the_rounds(tmp_path: Path) -> None:
    extra = [f"栏目{n}" for n in range(5)]
    rows = [[*ROW, *["x"] * n, CANARY_ID, *["x"] * (4 - n)] for n in range(5) for _ in range(60)]
    table = read(csv_bytes([[*HEADER, *extra], *rows]), tmp_path, CHOPPED)
    assert not set(extra) & set(table.headers)


def test_an_unknown_column_is_kept_for_the_report_of_what_is_left_over(tmp_path: Path) -> None:
    table = read(csv_bytes([[*HEADER, "备注栏"], [*ROW, f"电话{CANARY_PHONE}"]]), tmp_path)
    assert table.frame()["备注栏"].to_list() == ["电话〔已遮盖：电话〕"]


@pytest.mark.parametrize(
    ("changes", "code", "seen"),
    [
        ({"name": "某\u200b公司"}, "cell.invisible", "U+200B"),
        ({"name": "某\u202e公司"}, "cell.invisible", "U+202E"),
        ({"name": "某\x07公司"}, "cell.invisible", "U+0007"),
        ({"facts": "某\u202e公司"}, "cell.invisible", "U+202E"),
        ({"facts": "某\u200b公司"}, "text.invisible", "U+200B"),
        ({"name": "某\ufffd公司"}, "cell.replacement", "U+FFFD"),
        ({"name": "某" + "\u0301" * 9}, "cell.combining", "U+0301"),
    ],
)
def test_characters_that_deceive_are_named(
    changes: dict[str, str], code: str, seen: str, tmp_path: Path
) -> None:
    found = read(csv_bytes([HEADER, row(**changes), ROW]), tmp_path).findings()
    assert found.select("row", "code", "seen").rows() == [(1, code, seen)]


def test_blanks_of_any_width_and_line_feeds_are_text(tmp_path: Path) -> None:
    table = read(csv_bytes([HEADER, row(name="某\u3000某\xa0公司", facts="一\n二\t三")]), tmp_path)
    assert table.findings().is_empty()
    assert table.frame()["违法事实"].to_list() == ["一\n二\t三"]


def test_a_cell_that_is_too_long_empties_its_row_alone(tmp_path: Path) -> None:
    table = read(csv_bytes([HEADER, row(facts="长" * 40_000), ROW]), tmp_path)
    assert findings(table) == [(1, "违法事实", "cell.too_long")]
    assert table.frame()["行政相对人名称"].to_list() == [None, ROW[0]]


def test_a_table_can_be_opened_again(tmp_path: Path) -> None:
    table = read(csv_bytes([HEADER, ROW, PERSON_ROW]), tmp_path)
    again = open_table(tmp_path)
    assert again == table
    assert open_table(tmp_path / "elsewhere") is None


def test_findings_are_had_chunk_by_chunk(tmp_path: Path) -> None:
    rows = [ROW] * 150
    rows[120] = PERSON_ROW
    table = read(csv_bytes([HEADER, *rows]), tmp_path, CHOPPED)
    seen = 0
    for number, chunk in enumerate(table.chunks()):
        about = table.findings_of(number)["row"]
        assert about.is_in(chunk["row"].implode()).all()
        seen += len(about)
    assert seen == table.finding_count == 1


def test_reading_again_replaces_what_was_there(tmp_path: Path) -> None:
    assert read(csv_bytes([HEADER, *[ROW] * 120]), tmp_path, CHOPPED).chunk_count > 2
    table = read(csv_bytes([HEADER, ROW]), tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {"table.json", "table-00000.arrow"}
    assert table.rows == 1


def test_a_stream_that_cannot_be_rewound_is_read(tmp_path: Path) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    content = csv_bytes([HEADER, ROW], "gb18030")
    table = read_table(Pipe(content), name="x", plan=PLAN, out_dir=tmp_path, limits=TIGHT)
    assert table.encoding == "gb18030"


def test_a_file_is_read_from_its_path_and_never_copied(tmp_path: Path) -> None:
    source = tmp_path / "x.csv"
    source.write_bytes(csv_bytes([HEADER, ROW]))
    table = read_table(source, name=source.name, plan=PLAN, out_dir=tmp_path / "out", limits=TIGHT)
    assert {p.suffix for p in table.folder.iterdir()} == {".arrow", ".json"}


def test_too_much_is_refused(tmp_path: Path) -> None:
    content = csv_bytes([HEADER, *[ROW] * 20])
    for limits, code in (
        (replace(TIGHT, csv_bytes=500), "file.too_large"),
        (replace(TIGHT, csv_rows=10), "file.too_many_rows"),
        (replace(TIGHT, output_bytes=500), "file.too_large"),
    ):
        with pytest.raises(FileRefused) as refusal:
            read_table(content, name="x", plan=PLAN, out_dir=tmp_path, limits=limits)
        assert refusal.value.code == code


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/x.csv", "x.csv"),
        ("C:\\temp\\表.csv", "表.csv"),
        ("报表\r\nSet-Cookie:a", "报表\ufffd\ufffdSet-Cookie:a"),
        ("a\u202excod.csv", "a\ufffdxcod.csv"),
        ("x" * 300, "x" * 100),
        ("", "file"),
    ],
)
def test_a_files_name_is_only_shown(name: str, shown: str) -> None:
    assert plain_name(name) == shown


def test_a_plan_survives_the_way_to_the_child() -> None:
    assert Plan.from_document(PLAN.as_document()) == PLAN


def test_the_canaries_are_what_the_tests_believe() -> None:
    assert resident_number(CANARY_ID[:17]) == CANARY_ID
