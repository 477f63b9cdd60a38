"""What of accounts, reviews and trainings waits for whoever is signed in. Asks the room; decides nothing."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gongxin.agencies import reviews
from gongxin.agencies.queries import accounts as queries
from gongxin.agencies.queries import reviews as review_queries
from gongxin.agencies.queries.accounts import AccountCard
from gongxin.agencies.reviews import SIGNERS, Quarter
from gongxin.agencies.roles import Role
from gongxin.agencies.trainings import Standing
from gongxin.catalogue.queries import calendar
from gongxin.desk.guard import Visit
from gongxin.desk.tasks import Task


def waiting(visit: Visit) -> list[Task]:
    return [*_reviews(visit), *_own_trainings(visit), *_trainings(visit), *_invitations(visit)]


def _reviews(visit: Visit) -> list[Task]:
    if visit.actor.role not in SIGNERS.values():
        return []
    quarter = Quarter.ended_before(visit.today)
    mine = [
        turn
        for turn in review_queries.turns(scope=visit.scope, quarter=quarter)
        if SIGNERS[turn.circle] is visit.actor.role and turn.owed and turn.signed is None
    ]
    text = _("上季度的账号权限还没有复核签字")
    due = reviews.due_date(quarter, calendar()) if mine else None
    return [Task(text, len(mine), reverse("desk:reviews"), due)]


def _own_trainings(visit: Visit) -> list[Task]:
    card = queries.account(visit.by, today=visit.today, now=visit.now)
    if card is None:
        return []
    open_ones = [
        state for state in card.trainings if state.standing(visit.today) is not Standing.VALID
    ]
    due = min((state.due_date for state in open_ones), default=None)
    return [Task(_("您的培训到期或即将到期"), len(open_ones), reverse("desk:me"), due)]


def _trainings(visit: Visit) -> list[Task]:
    """Accounts of others whose training is over: of the agency for its reviewer, of the centre for the security administrator."""
    if visit.actor.role is Role.AGENCY_REVIEWER:
        found = queries.accounts(
            today=visit.today, now=visit.now, agency_key=visit.actor.agency_key
        )
    elif visit.actor.role is Role.SECURITY_ADMINISTRATOR:
        every = queries.accounts(today=visit.today, now=visit.now)
        found = [card for card in every if card.agency_key is None]
    else:
        return []
    over = [card for card in found if card.username != visit.by and _is_over(card, visit)]
    address = f"{reverse('desk:accounts')}?training=over"
    return [Task(_("账号的培训已过期"), len(over), address)]


def _is_over(card: AccountCard, visit: Visit) -> bool:
    return card.closed_at is None and card.taught(visit.today) is Standing.OVER


def _invitations(visit: Visit) -> list[Task]:
    if visit.actor.role not in {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR}:
        return []
    links, codes = queries.half_open(now=visit.now)
    address = f"{reverse('desk:accounts')}?state=invited"
    if visit.actor.role is Role.SYSTEM_ADMINISTRATOR:
        return [Task(_("已批准的账号等您取出邀请链接"), len(links), address)]
    return [Task(_("已批准的账号等您取出开通码"), len(codes), address)]
