"""What becomes of good and hostile files in the confined child: what is kept holds nothing but what is seen."""

import io
import os
import struct
import subprocess
import sys
from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader

from gongxin.attachments.cleaning import cleaned
from gongxin.attachments.kinds import FILE_BYTES_MAX, Type
from gongxin.attachments.refusals import AttachmentRefused
from tests.builders import evidence


def reason(content: bytes) -> str:
    with pytest.raises(AttachmentRefused) as caught:
        cleaned(content)
    assert caught.value.remedy_zh
    assert caught.value.remedy_en
    return caught.value.reason


# ------------------------------------------------------------------------------------- pictures


def test_a_photograph_loses_its_place_and_device_and_stands_upright() -> None:
    original = evidence.photographed()
    assert b"SecretPhone" in original
    kind, kept = cleaned(original)
    assert kind is Type.JPEG
    for hidden in (b"SecretPhone", b"Exif", b"Ding"):
        assert hidden not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (40, 80)
        assert not picture.getexif()
        assert picture.getpixel((20, 40)) == pytest.approx((0, 0, 128), abs=4)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_kept_as_it_is_seen(mode: str) -> None:
    out = io.BytesIO()
    drawn = Image.new("I;16", (9, 7), 40_000)
    if mode != "I;16":
        drawn = Image.new("L", (9, 7), 200).convert(mode)
    drawn.save(out, "PNG")
    kind, kept = cleaned(out.getvalue())
    assert kind is Type.PNG
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (9, 7)


def test_a_palette_with_a_clear_colour_stays_clear() -> None:
    drawn = Image.new("P", (4, 4), 1)
    drawn.putpalette([0, 0, 0, 255, 0, 0])
    out = io.BytesIO()
    drawn.save(out, "PNG", transparency=1)
    with Image.open(io.BytesIO(cleaned(out.getvalue())[1])) as picture:
        assert picture.mode == "RGBA"
        pixel = picture.getpixel((0, 0))
        assert isinstance(pixel, tuple)
        assert pixel[3] == 0


def test_a_press_photograph_in_four_colours_becomes_one_that_screens_show() -> None:
    out = io.BytesIO()
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(out, "JPEG")
    with Image.open(io.BytesIO(cleaned(out.getvalue())[1])) as picture:
        assert picture.mode == "RGB"


def test_texts_beside_a_picture_are_gone() -> None:
    beside = PngInfo()
    beside.add_text("Comment", "丁某 13800138000")
    kept = cleaned(evidence.png(pnginfo=beside))[1]
    assert b"13800138000" not in kept
    assert b"tEXt" not in kept
    assert b"iTXt" not in kept


def test_what_is_glued_behind_a_picture_is_gone() -> None:
    """A file that is a picture to one program and an archive or a page to another."""
    for behind in (
        evidence.zipped(content=b"secret"),
        b"<script>alert(1)</script>",
        evidence.pdf(),
    ):
        kept = cleaned(evidence.jpeg() + behind)[1]
        assert behind[:20] not in kept
        assert b"PK\x03\x04" not in kept


def test_a_picture_of_2500_million_pixels_is_refused_before_it_is_decoded() -> None:
    assert reason(evidence.png_bomb()) == "attachment.pixels"


# ---------------------------------------------------------------------------------------- papers


def test_a_pdf_keeps_its_pages_and_loses_who_wrote_it() -> None:
    kind, kept = cleaned(evidence.pdf(3))
    assert kind is Type.PDF
    reader = PdfReader(io.BytesIO(kept))
    assert len(reader.pages) == 3
    assert not reader.metadata
    assert b"Ding" not in kept
    assert b"/Metadata" not in kept


def javascript(paper: pikepdf.Pdf) -> None:
    paper.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
    )


def javascript_of_a_page(paper: pikepdf.Pdf) -> None:
    paper.pages[0].obj.AA = pikepdf.Dictionary(
        O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x"))
    )


def javascript_by_name(paper: pikepdf.Pdf) -> None:
    script = paper.make_indirect(
        pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x"))
    )
    paper.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), script]))
    )


def launch(paper: pikepdf.Pdf) -> None:
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe")),
    )
    paper.pages[0].obj.Annots = pikepdf.Array([link])


def form(paper: pikepdf.Pdf) -> None:
    paper.Root.AcroForm = pikepdf.Dictionary(XFA=paper.make_stream(b"<xdp/>"), Fields=[])


@pytest.mark.parametrize(
    "change", [javascript, javascript_of_a_page, javascript_by_name, launch, form]
)
def test_a_pdf_that_acts_is_refused(change: Callable[[pikepdf.Pdf], None]) -> None:
    assert reason(evidence.changed(change)) == "attachment.active"


def test_a_pdf_that_opens_at_a_page_of_its_own_is_taken() -> None:
    def opens(paper: pikepdf.Pdf) -> None:
        paper.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.GoTo, D=pikepdf.Array([paper.pages[0].obj, pikepdf.Name.Fit])
        )

    assert cleaned(evidence.changed(opens))[0] is Type.PDF


def attached(paper: pikepdf.Pdf) -> None:
    paper.attachments["notes.exe"] = b"MZ"


def attached_to_a_page(paper: pikepdf.Pdf) -> None:
    inside = paper.make_stream(b"MZ", Type=pikepdf.Name.EmbeddedFile)
    pin = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.FileAttachment,
        Rect=[0, 0, 9, 9],
        FS=pikepdf.Dictionary(EF=pikepdf.Dictionary(F=inside)),
    )
    paper.pages[0].obj.Annots = pikepdf.Array([pin])


@pytest.mark.parametrize("change", [attached, attached_to_a_page])
def test_a_pdf_with_a_file_inside_is_refused(change: Callable[[pikepdf.Pdf], None]) -> None:
    assert reason(evidence.changed(change)) == "attachment.embedded"


@pytest.mark.parametrize("user", ["", "secret"])
def test_a_pdf_with_a_password_is_refused_whoever_could_open_it(user: str) -> None:
    locked = evidence.pdf(encryption=pikepdf.Encryption(owner="o", user=user))
    assert reason(locked) == "attachment.encrypted"


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    assert reason(evidence.pdf(501)) == "attachment.pages"


def test_what_is_glued_to_a_pdf_is_gone() -> None:
    kept = cleaned(evidence.pdf() + b"\n" + evidence.zipped(content=b"secret"))[1]
    assert b"PK\x03\x04" not in kept
    assert reason(evidence.zipped(content=b"x") + evidence.pdf()) == "attachment.type"
    assert reason(b"<html>" + evidence.pdf()) == "attachment.type"


def test_a_stream_that_unpacks_to_200_megabytes_harms_nobody() -> None:
    """Nothing here unpacks what pages draw."""

    def bomb(paper: pikepdf.Pdf) -> None:
        paper.pages[0].obj.Contents = paper.make_stream(b" " * 200_000_000)

    packed = evidence.changed(bomb)
    assert len(packed) < FILE_BYTES_MAX
    assert cleaned(packed)[0] is Type.PDF


# ------------------------------------------------------------------------------ whatever it is


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "attachment.empty"),
        (evidence.zipped(), "attachment.type"),
        (b"MZ\x90\0" + b"\0" * 100, "attachment.type"),
        (b"GIF89a" + b"\0" * 100, "attachment.type"),
        ("证明".encode(), "attachment.type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "attachment.type"),
        (struct.pack(">I", 24) + b"ftypheic" + b"\0" * 40, "attachment.heic"),
        (struct.pack(">I", 24) + b"ftypmif1" + b"\0" * 40, "attachment.heic"),
        (b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 40, "attachment.webp"),
        (evidence.EICAR, "attachment.type"),
        (b"%PDF-1.7\nnothing", "attachment.unreadable"),
        (b"\xff\xd8\xff\xe0nothing", "attachment.unreadable"),
        (evidence.png(400, 300)[:200], "attachment.unreadable"),
        (evidence.jpeg(400, 400)[:200], "attachment.unreadable"),
        (b"\x89PNG\r\n\x1a\n" + evidence.jpeg(), "attachment.unreadable"),
        (b"%PDF-" + b"x" * FILE_BYTES_MAX, "attachment.too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_taken_is_told_why(content: bytes, why: str) -> None:
    assert reason(content) == why


@settings(max_examples=60)
@given(
    st.sampled_from([evidence.png(), evidence.photographed(), evidence.pdf(2)]),
    st.lists(st.tuples(st.integers(8, 2000), st.integers(0, 255)), max_size=12),
    st.integers(0, 400),
)
def test_a_damaged_file_is_kept_clean_or_refused_and_never_harms_us(
    good: bytes, changes: list[tuple[int, int]], cut: int
) -> None:
    damaged = bytearray(good)
    for place, value in changes:
        damaged[place % len(damaged)] = value
    content = bytes(damaged[: max(1, len(damaged) - cut)])
    try:
        kind, kept = cleaned(content)
    except AttachmentRefused:
        return
    assert kept.startswith({"pdf": b"%PDF-", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG"}[kind])


def test_the_same_file_is_cleaned_to_the_same_bytes() -> None:
    for good in (evidence.png(), evidence.photographed(), evidence.pdf()):
        assert cleaned(good) == cleaned(good)


def test_the_process_that_asks_loads_no_decoder() -> None:
    line = (
        "import sys; from gongxin.attachments.cleaning import cleaned;"
        " print('PIL' in sys.modules, 'pikepdf' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", line],
        env={**os.environ},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["False", "False"]
