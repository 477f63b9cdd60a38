"""Letters of a run: each on pages of its own, with its address and number, nothing of the next; the same letters, the same bytes."""

import io
from datetime import UTC, date, datetime
from uuid import UUID

from pypdf import PdfReader

from gongxin.cases.kinds import Event
from gongxin.cases.kinds import Kind as CaseKind
from gongxin.cases.tables import TABLES
from gongxin.notices import case_wording, papers, wording
from gongxin.notices.case_wording import Stepped
from gongxin.notices.kinds import Key, Kind
from gongxin.notices.papers import AT_THE_COUNTER, Letter
from gongxin.notices.telling import CASES, STEPS
from gongxin.notices.texts import Pair, Recorded
from gongxin.notices.wording import Term

AT = datetime(2026, 6, 3, 2, tzinfo=UTC)
REF = UUID("00000000-0000-8000-8000-000000000001")
OF = Recorded(
    Pair("行政处罚", "Penalty"), "构市监罚〔2026〕1号", "构造市市场监督管理局", date(2026, 5, 6)
)
LISTED = wording.listed(OF, Term(date(2026, 6, 1), date(2027, 5, 6), date(2026, 8, 6), None))
REFUSED = case_wording.stepped(
    OF, Stepped(CaseKind.REPAIR, Event.REFUSE, date(2026, 6, 2), text="尚欠一千元", article="某法")
)
LETTERS = [
    Letter(
        Key(Kind.LISTED, REF, 1), "构造市样例甲有限公司", "A1", "构造市样例路1号", 12, LISTED, AT
    ),
    Letter(Key(Kind.CASE, REF, 5), "构造市样例乙有限公司", "B2", None, None, REFUSED, AT),
]


def pages(letters: list[Letter]) -> list[str]:
    found = PdfReader(io.BytesIO(papers.paper(letters, AT))).pages
    return ["".join(page.extract_text().split()) for page in found]


def test_each_letter_begins_on_its_own_page_one_and_tells_nothing_of_the_next() -> None:
    first, second = pages(LETTERS)
    for words in ("构造市样例路1号", "函件编号12", "2026-08-06", "2027-05-05", "不收费", "第1页"):
        assert words in first, words
    assert "样例乙" not in first
    for words in (
        AT_THE_COUNTER,
        "窗口交付",
        "不予修复",
        "尚欠一千元",
        "某法",
        "行政复议",
        "第1页",
    ):
        assert "".join(words.split()) in second, words
    assert "样例甲" not in second


def test_the_same_letters_give_the_same_bytes() -> None:
    assert papers.paper(LETTERS, AT) == papers.paper(LETTERS, AT)


def test_every_step_that_is_told_has_its_words_in_both_languages() -> None:

    for kind in CASES:
        for event in {event for _, event in TABLES[kind]} & set(STEPS):
            text = case_wording.stepped(OF, Stepped(kind, event, date(2026, 6, 2)))
            pairs = [text.title, *(line for part in text.parts for line in part.paragraphs)]
            assert all(one.zh and one.en and one.zh != one.en for one in pairs), (kind, event)
