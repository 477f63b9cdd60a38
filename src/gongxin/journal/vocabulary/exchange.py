"""What is entered of those who hold copies. Pure."""

from typing import Final

from gongxin.journal.forms import Form
from gongxin.journal.vocabulary.keys import CONTENT, MOTION, VERDICT, Key, Kind

_PARTNER: Final = Key("partner", Form.CODE, "合作单位", "partner")

KINDS: Final[tuple[Kind, ...]] = (
    Kind("partner.admitted", "接纳合作单位", "a partner was admitted", (_PARTNER, MOTION, CONTENT)),
    Kind(
        "partner.changed",
        "变更合作单位",
        "how a partner is reached was changed",
        (_PARTNER, MOTION, CONTENT),
    ),
    Kind("partner.closed", "终止合作单位", "a partner was closed", (_PARTNER, MOTION, CONTENT)),
    Kind(
        "partner.token_collected",
        "领取合作单位令牌",
        "the token of a partner was collected",
        (_PARTNER,),
    ),
    Kind(
        "feed.compared",
        "合作单位核对副本",
        "a partner compared its copy",
        (
            _PARTNER,
            Key("through", Form.COUNT, "截至序号", "after line"),
            VERDICT,
            Key("digest", Form.DIGEST, "集合摘要", "digest of the set"),
        ),
    ),
)
