"""How a command ends and speaks: exit codes, one JSON document on standard output, words on standard error."""

import json
import sys
from typing import Final

from gongxin.refusal import Refusal

DONE: Final = 0
REFUSED: Final = 1
WRONG_USE: Final = 2


def say(zh: str, en: str) -> None:
    """A message for people. Standard output belongs to the answer."""
    sys.stderr.write(f"{zh} · {en}\n")
    sys.stderr.flush()


def answer(text: str) -> None:
    """A line of the answer itself."""
    sys.stdout.write(f"{text}\n")


def answer_json(document: object) -> None:
    """The answer of `--json`: one document."""
    json.dump(document, sys.stdout, ensure_ascii=False, default=str)
    sys.stdout.write("\n")


def tell_refusal(refusal: Refusal, *, as_json: bool) -> None:
    sys.stderr.write(f"[{refusal.code}] {refusal.zh}\n{refusal.en}\n")
    if refusal.remedy_zh or refusal.remedy_en:
        sys.stderr.write(f"→ {refusal.remedy_zh}\n→ {refusal.remedy_en}\n")
    if as_json:
        answer_json({"error": refusal.as_document()})
