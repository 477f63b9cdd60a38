"""Words of the pages about those who hold copies, beside the others of `words.py`."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EXCHANGE: Mapping[str, Mapping[str, Promise]] = {
    "partner_kind": {
        "partner": _("签约使用单位"),
        "agency": _("政府部门"),
        "platform": _("其他信用平台"),
    },
    "partner_state": {
        "waiting": _("令牌待领取"),
        "live": _("使用中"),
        "closed": _("已终止"),
    },
}
