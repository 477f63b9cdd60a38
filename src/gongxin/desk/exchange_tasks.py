"""What waits of those who hold copies: tokens to be collected, copies that are not ours. No SQL, no rules."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongxin.desk.guard import Visit
from gongxin.desk.tasks import Task
from gongxin.exchange.queries import partners
from gongxin.exchange.terms import PartnerState


def waiting(visit: Visit) -> list[Task]:
    """For the centre's officers: tokens that nobody has yet, and partners whose last comparison differed."""
    if not visit.may("partner.propose"):
        return []
    found = partners.partners()
    waits = sum(one.state is PartnerState.WAITING for one in found)
    last = partners.last_comparisons()
    differ = sum(
        not last[one.key].is_equal
        for one in found
        if one.key in last and one.state is not PartnerState.CLOSED
    )
    address = reverse("desk:partners")
    return [
        Task(_("合作单位令牌待领取"), waits, address),
        Task(_("合作单位的副本与本平台不一致"), differ, address),
    ]
