"""The expected refusals of this room."""

from typing import ClassVar

from gongxin.refusal import Refusal


class _Fixed(Refusal):
    """A refusal whose words never vary."""

    said: ClassVar[tuple[str, str, str, str]]

    def __init__(self) -> None:
        zh, en, remedy_zh, remedy_en = self.said
        super().__init__(zh, en, remedy_zh=remedy_zh, remedy_en=remedy_en)


class JudgedDifferent(_Fixed):
    code = "subject.judged_different"
    said = (
        "已认定为不同主体，该认定长期有效",
        "judged not to be the same body; that holds for ever",
        "如主体已发生承继，请登记承继关系",
        "if one body followed the other, record the succession",
    )


class JudgedAlready(_Fixed):
    code = "subject.judged_already"
    said = (
        "对该当事人已有同样或相冲突的有效认定",
        "a live judgement on this party says so already, or says otherwise",
        "请先终止原认定",
        "end the earlier judgement first",
    )


class JudgementEnded(_Fixed):
    code = "subject.judgement_ended"
    said = ("该认定已终止", "this judgement has ended already", "", "")


class NoEvidence(_Fixed):
    code = "subject.no_evidence"
    said = (
        "认定须写明依据",
        "a judgement names what it rests on",
        "请填写核对过的材料",
        "name the documents looked at",
    )


class RegistrationRefused(Refusal):
    """An officer cannot enter this body."""

    code = "subject.registration_refused"


class SuccessionRefused(_Fixed):
    code = "subject.succession_refused"
    said = (
        "承继须有两个不同的主体和来源文件",
        "a succession is between two bodies and has a source",
        "请补填来源文件",
        "name the document",
    )


class SucceededAlready(_Fixed):
    code = "subject.succeeded_already"
    said = (
        "两主体之间已登记承继关系",
        "a succession between these bodies is recorded already",
        "",
        "",
    )
