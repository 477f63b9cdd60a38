"""Rules of access to duties, punctuality, questions, sheets, figures and the law as the centre tends it."""

from typing import Final

from gongxin.agencies.policy.rules import AGENCY, AUDITOR, CENTRE, CLERK, REVIEWER, Kind, Rule

_READERS: Final = AGENCY | CENTRE | AUDITOR

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "duty.list",
        Kind.NOTHING,
        CENTRE | AUDITOR,
        "看各部门的报送责任",
        "see what every agency owes",
    ),
    Rule("duty.read", Kind.DUTY, _READERS, "看一个部门的报送责任", "see what an agency owes"),
    Rule(
        "duty.late",
        Kind.DUTY,
        _READERS,
        "看逾期报送的记录",
        "list the records that came late",
        recorded=True,
    ),
    Rule("sheet.list", Kind.NOTHING, _READERS, "看月报目录", "list the monthly sheets"),
    Rule("sheet.read", Kind.SHEET, _READERS, "看一份月报", "read a monthly sheet", recorded=True),
    Rule(
        "sheet.file",
        Kind.SHEET,
        CLERK,
        "填报或更正月报",
        "file or correct a monthly sheet",
        writes=True,
    ),
    Rule(
        "sheet.sign",
        Kind.SHEET,
        REVIEWER,
        "签发或退回月报",
        "sign or return a monthly sheet",
        states=frozenset({"filed"}),
        writes=True,
    ),
    Rule(
        "sheet.export",
        Kind.NOTHING,
        _READERS,
        "导出月报",
        "export monthly sheets",
        recorded=True,
    ),
    Rule("question.list", Kind.NOTHING, _READERS, "看缺号询问", "list questions of numbers"),
    Rule(
        "question.ask",
        Kind.NOTHING,
        CENTRE,
        "发出缺号询问",
        "ask about missing numbers",
        writes=True,
    ),
    Rule(
        "question.read",
        Kind.QUESTION,
        _READERS,
        "看一条缺号询问",
        "read a question about a missing number",
        recorded=True,
    ),
    Rule(
        "question.answer",
        Kind.QUESTION,
        AGENCY,
        "答复缺号询问",
        "answer a question about a missing number",
        states=frozenset({"open", "promised"}),
        writes=True,
    ),
    Rule(
        "question.sign",
        Kind.QUESTION,
        REVIEWER,
        "签发或退回缺号答复",
        "sign or return an answer about a missing number",
        states=frozenset({"answered"}),
        writes=True,
    ),
    Rule("statistics.read", Kind.NOTHING, CENTRE | AUDITOR, "看统计", "see the statistics"),
    Rule(
        "statistics.export",
        Kind.NOTHING,
        CENTRE,
        "导出统计",
        "export the statistics",
        recorded=True,
    ),
)
