"""What is entered of what agencies owe the centre: sheets, questions about missing numbers, answers. Pure."""

from typing import Final

from gongxin.journal.forms import Form
from gongxin.journal.vocabulary.keys import (
    AGENCY,
    CONTENT,
    NUMBER,
    PROPOSED,
    VERDICT,
    Key,
    Kind,
)

SHEET = Key("sheet", Form.REF, "月报", "sheet")
QUESTION = Key("question", Form.REF, "询问", "question")

KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "sheet.filed",
        "填报月报",
        "a monthly sheet was filed",
        (SHEET, AGENCY, Key("month", Form.DAY, "月份", "month"), NUMBER, CONTENT),
    ),
    Kind(
        "sheet.decided",
        "月报签发或退回",
        "a monthly sheet was signed or returned",
        (SHEET, VERDICT, PROPOSED, CONTENT),
    ),
    Kind(
        "numbers.asked",
        "发出缺号询问",
        "agencies were asked about missing numbers",
        (
            Key("questions", Form.COUNT, "询问数", "questions"),
            Key("arrived", Form.COUNT, "补到的文号", "numbers that arrived"),
        ),
    ),
    Kind(
        "number.answered",
        "答复缺号询问",
        "a question about a missing number was answered",
        (QUESTION, AGENCY, Key("answer", Form.CODE, "答复", "answer")),
    ),
    Kind(
        "number.decided",
        "缺号答复签发或退回",
        "an answer about a missing number was signed or returned",
        (QUESTION, VERDICT, PROPOSED),
    ),
)
