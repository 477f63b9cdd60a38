"""Words of what left a body and was sent again."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RETURN_STATES = {
    "held": _("等报送单位证明"),
    "certified": _("已证明，等另一人批准"),
    "gone": _("不再收录"),
    "returned": _("已重新收录，待通知主体"),
    "told": _("已重新收录，主体已得到通知"),
}
TOLD_CHANNELS = {
    "counter": _("当面送交"),
    "letter": _("邮寄"),
    "inbox": _("站内通知"),
    "electronic": _("电子送达"),
    "public": _("公告"),
}
RETURNS: Mapping[str, Mapping[str, Promise]] = {
    "return_state": RETURN_STATES,
    "told_channel": TOLD_CHANNELS,
}
