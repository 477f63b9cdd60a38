"""What is printed, read back by another program: every character, nothing as markup, nothing from elsewhere, the same bytes again."""

import io
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from gongxin import printing
from gongxin.printing.characters import is_drawn, visible
from gongxin.printing.compiling import TEMPLATES

AT = datetime(2026, 11, 26, 1, 2, 3, tzinfo=UTC)
HANZI = st.sampled_from([chr(point) for point in range(0x4E00, 0x9FA6)])


def paper(*blocks: Mapping[str, object], language: str = "zh", **more: object) -> bytes:
    return printing.document(
        "paper", {"language": language, "title": "试印", "at": AT, "blocks": blocks, **more}
    )


def text(said: object) -> dict[str, object]:
    return {"kind": "text", "text": said}


def read(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def glued(text: str) -> str:
    """Where a line was broken, a reader of the file sees a space: it is no part of what was said."""
    return "".join(text.split())


def test_the_same_data_give_the_same_bytes_and_another_moment_gives_others() -> None:
    first = paper(text("一"))
    assert first == paper(text("一"))
    later = printing.document(
        "paper",
        {"language": "zh", "title": "试印", "at": AT.replace(year=2027), "blocks": [text("一")]},
    )
    assert later != first


def test_a_paper_is_an_archive_file_with_tags_a_language_and_its_own_font() -> None:
    reader = PdfReader(io.BytesIO(paper(text("一"))))
    root: dict[str, Any] = reader.root_object
    assert str(root["/MarkInfo"]["/Marked"]) == "True"
    assert str(root["/Lang"]) == "zh-CN"
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    resources: Any = reader.pages[0]["/Resources"]
    for font in resources["/Font"].values():
        inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile3" in inner or "/FontFile2" in inner
    assert reader.metadata is not None
    assert reader.metadata.creation_date == AT
    english = PdfReader(io.BytesIO(paper(text("one"), language="en")))
    assert str(english.root_object["/Lang"]) == "en-GB"


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/hostname")',
        '#import "@preview/cetz:0.3.1": *',
        '#include "../compiling.py"',
        '#image("http://192.0.2.1/x.png")',
        "*粗* _斜_ `码` $x^2$ = 标题",
        "<b>公司</b> &amp; <font size=400>",
        '\\" ] } ) #panic()',
        '"}, "missing": true, {"',
        "{{ 7 * 7 }} {% load x %}",
    ],
)
def test_text_is_never_markup(hostile: str) -> None:
    found = read(paper(text(hostile), {"kind": "facts", "rows": [[hostile, {"zh": hostile}]]}))
    assert glued(found).count(glued(hostile)) >= 3


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(HANZI, min_size=2, max_size=24), min_size=1, max_size=8))
def test_every_character_of_every_name_is_on_the_paper(names: list[str]) -> None:
    found = glued(read(paper(*[text({"zh": f"「{name}」"}) for name in names])))
    assert [name for name in names if f"「{name}」" not in found] == []


def test_every_character_of_the_second_level_of_gb2312_is_drawn() -> None:
    level = [
        bytes([high, low]).decode("gb2312", "ignore")
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
    ]
    assert len([one for one in level if one]) == 6763
    assert all(is_drawn(one) for one in level if one)


@pytest.mark.parametrize(
    ("lost", "printed"),
    [
        ("\U0002a6d6", "〔U+2A6D6〕"),  # no glyph: extension B
        ("\u202e", "〔U+202E〕"),  # would turn the rest round
        ("\u200b", "〔U+200B〕"),
        ("\x07", "〔U+0007〕"),
        ("\u3164", "〔U+3164〕"),  # a letter by its class, and nothing to see
        ("\ue000", "〔U+E000〕"),
    ],
)
def test_what_would_be_lost_stands_as_its_code_point_and_the_paper_says_so(
    lost: str, printed: str
) -> None:
    assert visible(f"某{lost}公司") == f"某{printed}公司"
    found = glued(read(paper(text({"zh": f"某{lost}公司"}))))
    assert f"某{printed}公司" in found
    assert "以免漏字" in found
    assert "以免漏字" not in glued(read(paper(text("某公司"))))


def test_a_long_table_goes_on_with_its_head_and_the_pages_are_counted() -> None:
    rows = [[f"第{number}行", "值"] for number in range(120)]
    reader = PdfReader(io.BytesIO(paper({"kind": "table", "head": ["名目", "内容"], "rows": rows})))
    pages = [glued(page.extract_text()) for page in reader.pages]
    assert len(pages) > 2
    assert all("名目" in page for page in pages)
    assert all(
        f"第{number}页，共{len(pages)}页" in page for number, page in enumerate(pages, start=1)
    )


def test_a_paper_that_nobody_would_read_is_refused() -> None:
    with pytest.raises(printing.PaperRefused):
        paper(text("长" * 1_000_001))


def test_a_letter_says_what_it_was_given() -> None:
    data = {
        "language": "zh",
        "title": "函",
        "at": AT,
        "address": ["某路 1 号", {"zh": "某公司"}],
        "blocks": [text("正文"), {"kind": "code", "text": "ABCDE-FGHJK"}],
        "signed": ["公共信用信息中心"],
    }
    found = read(printing.document("letter", data))
    for said in ("某路 1 号", "某公司", "正文", "ABCDE-FGHJK", "公共信用信息中心"):
        assert said in found


def test_several_threads_print_at_once() -> None:
    made: dict[int, bytes] = {}

    def one(number: int) -> None:
        made[number] = paper(text(f"第{number}份"))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(f"第{number}份" in glued(read(made[number])) for number in range(8))


def test_a_template_is_one_of_ours(tmp_path: Path) -> None:
    (tmp_path / "x.typ").write_text("x")
    for name in ("../compiling", str(tmp_path / "x"), "no-such"):
        with pytest.raises(AssertionError):
            printing.document(name, {"language": "zh", "title": "t", "at": AT})


def test_no_template_reaches_outside_its_folder() -> None:
    for path in TEMPLATES.glob("*.typ"):
        told = path.read_text("utf-8")
        assert "@preview" not in told
        assert "eval(" not in told
        assert "read(" not in told
