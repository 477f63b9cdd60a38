"""Another calendar moves due days at once, for they are computed; here the masks of open cases follow. Done twice, it changes nothing."""

from datetime import datetime

from django.db import transaction

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases import queries
from gongxin.cases.actions import effects


@transaction.atomic
def follow_calendar(*, by: str, now: datetime) -> int:
    """For whoever put another law or calendar in force: masks whose day it moves. How many moved."""
    with acting_for(EVERY_AGENCY):
        return sum(
            effects.hide(case=one, by=by, now=now)
            for one in queries.cases()
            if one.standing.clock is not None
        )
