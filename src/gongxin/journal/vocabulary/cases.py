"""What is entered of cases and of what they hide. Pure."""

from typing import Final

from gongxin.journal.forms import Form
from gongxin.journal.vocabulary.keys import AGENCY, DAY_FROM, NUMBER, RECORD, SUBJECT, Key, Kind

CASE: Final = Key("case", Form.REF, "案件", "case")
KIND: Final = Key("kind", Form.CODE, "种类", "kind")
STEP: Final = Key("step", Form.COUNT, "步骤序号", "number of the step")
EVENT: Final = Key("event", Form.CODE, "步骤", "step")
PARTY: Final = Key("party", Form.CODE, "一方", "party")
SAID: Final = Key("said", Form.DIGEST, "内容摘要", "digest of what was said")

KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "case.opened",
        "立案",
        "a case was opened",
        (CASE, KIND, AGENCY, SUBJECT, Key("records", Form.COUNT, "记录数", "records")),
    ),
    Kind(
        "case.received",
        "收到投诉、举报或者申请",
        "a complaint, a tip or a request was received",
        (CASE, KIND),
    ),
    Kind("case.receipt_given", "发给回执码", "a receipt code was given", (CASE,)),
    Kind(
        "case.words_emptied",
        "到期清空来人所说的话",
        "what somebody said was emptied when its time was over",
        (CASE,),
    ),
    Kind("case.stepped", "案件办理", "a step of a case", (CASE, STEP, EVENT, PARTY, SAID)),
    Kind("record.masked", "暂不公开记录", "a record is hidden from a day on", (RECORD, DAY_FROM)),
    Kind("record.mask_taken_off", "恢复公开记录", "a record is no longer hidden", (RECORD,)),
    Kind(
        "record.contested",
        "内容认定不属于所报主体",
        "what a record says was found not to be about the body it names",
        (RECORD,),
    ),
    Kind(
        "record.revocation_revoked",
        "撤销又被撤销",
        "what a record was withdrawn for was itself revoked",
        (RECORD, NUMBER),
    ),
)
