"""What is entered of keys of the interface and of scheduled sources. Pure."""

from typing import Final

from gongxin.journal.forms import Form
from gongxin.journal.vocabulary.keys import ACCOUNT_KEY, AGENCY, CONTENT, ITEM, MOTION, Key, Kind

_KEY: Final = Key("key", Form.REF, "密钥编号", "key")
_SOURCE: Final = Key("source", Form.REF, "来源", "source")

KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "key.issued",
        "发放接口密钥",
        "a key of the interface was issued",
        (_KEY, ACCOUNT_KEY, AGENCY, MOTION, CONTENT),
    ),
    Kind("key.collected", "领取接口密钥", "a key of the interface was collected", (_KEY,)),
    Kind("key.revoked", "吊销接口密钥", "a key of the interface was revoked", (_KEY,)),
    Kind(
        "source.opened",
        "开通数据库直连",
        "a scheduled source was opened",
        (_SOURCE, ACCOUNT_KEY, AGENCY, ITEM, MOTION, CONTENT),
    ),
    Kind("source.paused", "暂停数据库直连", "a scheduled source was paused", (_SOURCE,)),
    Kind("source.resumed", "恢复数据库直连", "a scheduled source was resumed", (_SOURCE,)),
    Kind("source.closed", "关闭数据库直连", "a scheduled source was closed", (_SOURCE,)),
)
