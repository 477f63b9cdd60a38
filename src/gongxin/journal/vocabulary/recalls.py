"""What is entered of recalls: who was reached is counted, never named; what a recipient said, and who telephoned. Pure."""

from typing import Final

from gongxin.journal.forms import Form
from gongxin.journal.vocabulary.keys import Key, Kind

RECALL = Key("recall", Form.REF, "召回", "recall")
RECALLS = Key("recalls", Form.COUNT, "召回数", "recalls")
OUTCOME = Key("outcome", Form.CODE, "处理结果", "outcome")

KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "recalls.sent",
        "发送召回",
        "recalls were sent, or fetched",
        (RECALLS, Key("came", Form.CODE, "结果", "what came of it")),
    ),
    Kind(
        "recall.acknowledged",
        "召回得到确认",
        "a recipient said what it did with a recall",
        (RECALL, OUTCOME, Key("via", Form.CODE, "方式", "way")),
    ),
    Kind(
        "recalls.matched",
        "凭摘要一致确认召回",
        "recalls were acknowledged because the recipient's whole set equals ours",
        (RECALLS, Key("through", Form.COUNT, "最后一项变动", "last change")),
    ),
    Kind(
        "recall.called",
        "电话催办召回",
        "a recipient was telephoned about a recall",
        (RECALL, Key("came", Form.CODE, "结果", "what came of it")),
    ),
)
