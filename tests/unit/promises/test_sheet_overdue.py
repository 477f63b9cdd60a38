"""When a sheet is overdue: the agency owes it, and its last day, which is still the agency's, is over."""

from datetime import date

import pytest

from gongxin.promises.sheets import State, overdue

LAST_DAY = date(2026, 7, 7)  # of the sheet of June: five working days after Tuesday 30 June


@pytest.mark.parametrize("state", [State.DUE, State.RETURNED])
def test_what_is_owed_is_overdue_after_its_last_day(state: State) -> None:
    assert not overdue(state, due=LAST_DAY, today=LAST_DAY)
    assert overdue(state, due=LAST_DAY, today=date(2026, 7, 8))


@pytest.mark.parametrize("state", [State.FILED, State.SIGNED])
def test_what_was_filed_is_never_overdue(state: State) -> None:
    assert not overdue(state, due=LAST_DAY, today=date(2027, 1, 1))


@pytest.mark.parametrize("state", list(State))
def test_a_day_that_cannot_be_computed_accuses_nobody(state: State) -> None:
    assert not overdue(state, due=None, today=date(2027, 1, 1))
