"""Encodings are declared, marked or proven by the whole file; what is altered on the way is counted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.intake.reading.refusals import FileRefused
from gongxin.intake.reading.text_stream import (
    NotThisEncoding,
    TextStream,
    encoding_marked,
    encoding_named,
    looks_like_simplified_chinese,
)

TEXT = st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40
)


def plain(text: str) -> str:
    """What the stream promises, said in other words."""
    ends = text.replace("\r\n", "\n").replace("\r", "\n")
    return ends.replace("\u2028", " ").replace("\u2029", " ")


@settings(deadline=None)
@given(TEXT, st.sampled_from(["utf-8", "gb18030", "utf-16-le", "utf-16-be"]), st.integers(1, 7))
def test_text_cut_anywhere_is_decoded_whole(text: str, encoding: str, size: int) -> None:
    content = text.encode(encoding)
    stream = TextStream(encoding)
    cut = [content[i : i + size] for i in range(0, len(content), size)]
    assert b"".join(stream.pieces(cut)) == plain(text).encode()
    assert stream.altered.get("crlf", 0) == text.count("\r\n")
    assert stream.altered.get("cr", 0) == text.count("\r") - text.count("\r\n")
    assert stream.altered.get("u2028", 0) == text.count("\u2028")


@pytest.mark.parametrize("broken", [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"a\xe5\x85"])
def test_bytes_that_are_no_utf8_end_the_attempt(broken: bytes) -> None:
    with pytest.raises(NotThisEncoding):
        list(TextStream("utf-8").pieces([b"a\nb", broken]))


def test_a_nul_is_refused_with_its_line() -> None:
    with pytest.raises(FileRefused) as refusal:
        list(TextStream("utf-8").pieces([b"a\nb\r\n", b"c\n\0"]))
    assert refusal.value.code == "csv.nul"
    assert refusal.value.details["line"] == 4


def test_the_encoding_is_named_or_refused() -> None:
    assert encoding_named("GBK") == "gb18030"
    assert encoding_named("UTF-8") == "utf-8"
    with pytest.raises(FileRefused):
        encoding_named("rot13")


def test_a_byte_order_mark_names_the_encoding() -> None:
    assert encoding_marked(b"\xef\xbb\xbfa") == ("utf-8", 3)
    assert encoding_marked(b"\xff\xfea\0") == ("utf-16-le", 2)
    assert encoding_marked(b"abc") is None


def test_big5_read_as_gb18030_does_not_look_like_chinese_of_every_day() -> None:
    assert looks_like_simplified_chinese("当事人销售不符合标准的产品".encode())
    misread = "當事人銷售不符合標準的產品經營場所".encode("big5").decode(
        "gb18030", errors="replace"
    )
    assert not looks_like_simplified_chinese(misread.encode())
