"""What is entered of notices: what happened and to how many, bound by a digest; never to whom, and no number of a telephone. Pure."""

from typing import Final

from gongxin.journal.forms import Form
from gongxin.journal.vocabulary.keys import Key, Kind

NOTICES: Final = Key("notices", Form.COUNT, "通知数", "notices")
WHAT: Final = Key("what", Form.CODE, "发生了什么", "what happened")
DIGEST: Final = Key("digest", Form.DIGEST, "所涉通知的摘要", "digest of the notices")
CONTACT: Final = Key("contact", Form.REF, "联系方式编号", "contact")

KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "notices.entered",
        "登记通知的送达情况",
        "what happened to notices was entered",
        (NOTICES, WHAT, DIGEST),
    ),
    Kind(
        "notices.contact_entered",
        "单位填写联系方式",
        "an organisation entered where it may be reminded",
        (CONTACT,),
    ),
    Kind(
        "notices.contact_ended",
        "单位删除联系方式",
        "an organisation took back where it may be reminded",
        (CONTACT,),
    ),
)
