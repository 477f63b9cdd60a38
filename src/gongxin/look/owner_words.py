"""Words of an organisation's own pages, and of the counter that opens them, beside the others of `words.py`."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WAYS = {
    "letter": _("寄往登记住所的函件"),
    "counter": _("窗口核验证照后交付"),
    "colleague": _("本单位账号转交"),
}
SEEN = {
    "licence": _("营业执照或登记证书原件"),
    "licence_and_letter": _("证照原件和单位介绍信"),
}
LETTER_STATES = {
    "waiting": _("待打印"),
    "sent": _("已打印，未使用"),
    "used": _("已开通"),
    "dead": _("已失效"),
}
OWNER_STATES = {"open": _("可用"), "closed": _("已停用")}
LEFT = {
    "ended": _("期限已满"),
    "kept": _("依法不公开"),
    "hidden": _("有案件未了结，暂不公开"),
    "lifted": _("已被后来的决定终止"),
    "not_yours": _("经核对不是本单位的"),
    "repaired": _("已修复"),
    "withdrawn": _("已撤回"),
    "undone": _("所在批次已撤销"),
    "detached": _("归属待定"),
    "merged": _("已并入同一决定的另一条记录"),
}
OWN_STATES = {
    "admitted": _("有效"),
    **{state: LEFT[state] for state in ("repaired", "withdrawn", "undone", "detached", "merged")},
}  # fmt: skip
OWNERS: Mapping[str, Mapping[str, Promise]] = {
    "owner_way": WAYS,
    "owner_seen": SEEN,
    "letter_state": LETTER_STATES,
    "owner_state": OWNER_STATES,
    "left": LEFT,
    "own_state": OWN_STATES,
}
