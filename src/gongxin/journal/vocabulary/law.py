"""What is entered of the law. Pure."""

from typing import Final

from gongxin.journal.forms import Form
from gongxin.journal.vocabulary.keys import (
    CONTENT,
    DAY_FROM,
    PROPOSAL,
    PROPOSED,
    VERDICT,
    Key,
    Kind,
)

KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "law.loaded",
        "载入法规数据",
        "the law was loaded as data",
        (
            Key("layer", Form.CODE, "层级", "layer"),
            CONTENT,
            Key("items", Form.COUNT, "事项数", "items", required=False),
            DAY_FROM,
        ),
    ),
    Kind(
        "law.proposed",
        "提出目录新版",
        "an edition of the law was proposed",
        (
            PROPOSAL,
            CONTENT,
            Key("base", Form.DIGEST, "现行版摘要", "digest of the edition in force"),
            Key("until", Form.DAY, "意见截止日", "last day of comments", required=False),
        ),
    ),
    Kind(
        "law.commented",
        "收到对新版的意见",
        "a comment on a proposed edition was received",
        (PROPOSAL, CONTENT),
    ),
    Kind(
        "law.decided",
        "对新版作出结论",
        "a proposed edition was approved, refused or withdrawn",
        (PROPOSAL, VERDICT, PROPOSED, CONTENT),
    ),
)
