"""What a person typed behind a command: text that can be kept, numbers in range, files that can be read. It says no, and never guesses."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from gongxin.refusal import Refusal


class FileUnreadable(Refusal):
    """The file that a command was given is not there, is a folder, or may not be read."""

    code = "file.unreadable"


def text(typed: str) -> str:
    """For `type=`: bytes that are no text in the terminal's encoding are wrong use."""
    try:
        typed.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError("不是 UTF-8 文本 · not text in UTF-8") from None
    return typed


def at_least(low: int) -> Callable[[str], int]:
    """For `type=`: a whole number that is not smaller."""

    def whole(typed: str) -> int:
        number = int(typed)  # argparse says what is wrong with another text
        if number < low:
            raise argparse.ArgumentTypeError(f"至少为 {low} · {low} or more")
        return number

    return whole


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file, to be read; FileUnreadable says which and why. A pipe is as good as a file."""
    try:
        file = path.open("rb")
    except (OSError, ValueError) as error:
        shown = str(path).encode("utf-8", "replace").decode()
        why = getattr(error, "strerror", None) or str(error)
        raise FileUnreadable(
            f"无法读取文件 {shown}：{why}",
            f"the file {shown} cannot be read: {why}",
            remedy_zh="核对路径和读取权限",
            remedy_en="check the path and the right to read it",
            details={"file": shown},
        ) from None
    with file:
        yield file
