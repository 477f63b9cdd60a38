"""What is entered of the log itself and of the platform. Pure."""

from typing import Final

from gongxin.journal.forms import Form
from gongxin.journal.vocabulary.keys import (
    Key,
    Kind,
)

KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "checkpoint.signed",
        "签署检查点",
        "the log up to here was signed",
        (Key("size", Form.COUNT, "日志长度", "size of the log"),),
    ),
    Kind(
        "checkpoint.given",
        "交存检查点",
        "a signed checkpoint was given to an outside holder",
        (
            Key("size", Form.COUNT, "日志长度", "size of the log"),
            Key("holder", Form.CODE, "存证方", "holder"),
        ),
    ),
)
