"""What an officer may find of a held row, and on what it must rest. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from gongxin.refusal import Refusal
from gongxin.subjects.parties import Codes


class Opinion(StrEnum):
    SAME = "same"  # 同一主体
    DIFFERENT = "different"  # 不是这一主体: for ever
    UNSURE = "unsure"  # 不能确定: goes back to its agency with a question
    NEW = "new"  # 新主体: registered from what was reported
    REOPENED = "reopened"  # 撤销认定: an opinion taken back


@dataclass(frozen=True)
class Source:
    """Something an officer can have looked at."""

    code: str
    zh: str
    en: str


# What a judgement may rest on. Our own list; kept as codes, so that it can be counted and says nothing of anybody.
SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        source.code: source
        for source in (
            Source("document", "决定文书原件或扫描件", "the decision itself, or a scan of it"),
            Source("register", "登记机关的登记信息", "the entry of the registering authority"),
            Source("licence", "营业执照或登记证书", "the business licence or certificate"),
            Source("agency", "向报送单位核实", "asked the agency that sent it"),
            Source("party", "向当事主体核实", "asked the body itself"),
            Source("change", "更名、合并、分立的文件", "papers of a renaming, merger or split"),
        )
    }
)
REASON_LENGTH_MAX: Final = 2000  # characters; a reason is read by people


class OpinionRefused(Refusal):
    """An opinion cannot be given like this, now."""

    code = "opinion.refused"


class DecidedMeanwhile(OpinionRefused):
    """Somebody else decided on the same party since the page was opened."""

    code = "opinion.decided_meanwhile"

    def __init__(self) -> None:
        super().__init__(
            "打开页面以后，另一人已对该当事人作出处理",
            "somebody else decided on this party after you opened the page",
            remedy_zh="请重新打开这一行，看过结果再处理",
            remedy_en="open the row again and see what was decided",
        )


@dataclass(frozen=True)
class Given:
    """An officer's opinion as it is handed in. `seen` is the last opinion on the party that the page showed (0: none)."""

    batch: UUID
    row_no: int
    opinion: Opinion
    sources: tuple[str, ...]
    reason: str
    seen: int
    subject_id: int | None = None
    question: str = ""


def ensure_founded(given: Given) -> None:
    """Refuse an opinion without evidence, without reasons, or without what its kind needs."""
    if not set(given.sources) <= SOURCES.keys() or not given.sources:
        raise OpinionRefused(
            "请勾选核对过的材料", "tick what you looked at: an opinion rests on something"
        )
    if not given.reason.strip() or len(given.reason) > REASON_LENGTH_MAX:
        raise OpinionRefused(
            f"请写明理由，不超过 {REASON_LENGTH_MAX} 字",
            f"say why, in at most {REASON_LENGTH_MAX} characters",
        )
    if given.opinion in {Opinion.SAME, Opinion.DIFFERENT} and given.subject_id is None:
        raise OpinionRefused("请先选定一个候选主体", "choose one of the candidates first")
    if given.opinion is Opinion.UNSURE and not given.question.strip():
        raise OpinionRefused("请写明要报送单位核实什么", "say what the agency is asked to find out")


@dataclass(frozen=True)
class Reported:
    """Whom a held row names, and by which number it is known: its code, or the record where it has none."""

    name: str
    scheme: str | None
    code: str | None
    record: UUID | None

    @property
    def known_by(self) -> Codes:
        if self.scheme and self.code:
            return ((self.scheme, self.code),)
        return (("record", str(self.record)),) if self.record else ()
