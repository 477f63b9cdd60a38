"""Sets a paper from a template of ours and data. One compiler a process, which keeps font and templates; one paper at a time."""

import json
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

import typst

from gongxin.printing.characters import font_file, visible
from gongxin.printing.refusals import PaperRefused

TEMPLATES: Final = Path(__file__).resolve().parent / "templates"
LANGUAGES: Final = ("zh", "en")
# Our own choice: a paper somebody reads. What is longer is a file for a program, and the page offers one.
_DATA_MAX: Final = 1_000_000
_STANDARD: Final = "a-2a"
_lock = threading.Lock()


def document(template: str, data: Mapping[str, object]) -> bytes:
    """The paper as PDF. The same data give the same bytes.

    Every paper needs `language` ("zh" or "en"), `title`, and `at`, the aware moment that is written into the file as its
    making. `about` and `verify` stand at the foot of each page: what this is, and where it can be compared. All else is the
    template's. A text is a string in the paper's language, or `{"zh": …}` for Chinese data on a paper of any language.
    """
    source = TEMPLATES / f"{template}.typ"
    assert source.parent == TEMPLATES, f"not one of our templates: {template}"
    assert source.is_file(), f"no such template: {template}"
    assert data["language"] in LANGUAGES, "a paper is in Chinese or in English"
    at = data["at"]
    assert isinstance(at, datetime), "a paper is made at a moment"
    assert at.tzinfo is not None, "the moment is an aware one"
    lost: set[str] = set()
    told = {key: _told(value, lost) for key, value in data.items() if key != "at"}
    plain = json.dumps({**told, "missing": bool(lost)}, ensure_ascii=False, sort_keys=True)
    if len(plain) > _DATA_MAX:
        raise PaperRefused("内容太长", "it is too long")
    with _lock:
        try:
            made = _compiler().compile(
                input=str(source),
                format="pdf",
                sys_inputs={"data": plain},
                pdf_standards=[_STANDARD],
                timestamp=int(at.timestamp()),
            )
        except typst.TypstError as broken:
            raise PaperRefused("排版没有完成", "it could not be set") from broken
    assert isinstance(made, bytes)
    return made


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(Path(font_file()).parent)],
    )
    return typst.Compiler(root=str(TEMPLATES), font_paths=fonts, ignore_system_fonts=True)


def _told(value: object, lost: set[str]) -> object:
    """The value as the template reads it; `lost` takes the texts with a character that stands as its code point."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {str(key): _told(one, lost) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_told(one, lost) for one in value]
    text = str(value)
    shown = visible(text)
    if shown != text:
        lost.add(text)
    return shown
