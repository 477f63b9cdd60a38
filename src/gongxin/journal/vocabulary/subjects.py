"""What is entered of subjects. Pure."""

from typing import Final

from gongxin.journal.forms import Form
from gongxin.journal.vocabulary.keys import (
    BATCH,
    CHUNK,
    REASON,
    ROWS,
    SUBJECT,
    VERDICT,
    Key,
    Kind,
    optional,
)

KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "subjects.registered",
        "登记主体",
        "subjects were registered or their entry renewed",
        (ROWS, optional(BATCH), optional(CHUNK), optional(SUBJECT)),
        root=True,
    ),
    Kind(
        "subjects.judged",
        "主体同一性判断",
        "an officer judged whether two are the same subject",
        (
            Key("judgement", Form.REF, "判断", "judgement"),
            VERDICT,
            optional(SUBJECT),
            optional(REASON),
            Key(
                "evidence",
                Form.DIGEST,
                "证据摘要",
                "digest of the evidence",
                required=False,
            ),
        ),
    ),
    Kind(
        "subjects.succeeded",
        "主体承继",
        "one subject succeeded another",
        (
            Key("succession", Form.REF, "承继", "succession"),
            Key("relation", Form.CODE, "承继类型", "kind of succession"),
            Key("predecessor", Form.REF, "原主体", "predecessor", required=False),
            Key("successor", Form.REF, "承继主体", "successor", required=False),
            Key("day", Form.DAY, "承继日", "day of succession", required=False),
        ),
    ),
)
