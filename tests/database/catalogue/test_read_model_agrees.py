"""The read model's SQL and `publication.term` are one decision in two forms: do they agree on every day?"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from gongxin import records
from gongxin.catalogue import actions, queries
from gongxin.catalogue.publication import Fact, Term, term
from gongxin.jurisdiction import PublicationRule

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

ONE_FACT = """
SELECT rule.ends, rule.repair_from, rule.rule_key,
       rule.published AND rule.governed_today AND rule.governed_then
           AND v.decided_date <= %(today)s AND (rule.ends IS NULL OR %(today)s < rule.ends),
       rule.governed_today AND rule.governed_then
FROM (SELECT %(jurisdiction)s AS jurisdiction, %(item)s AS item, %(severity)s AS severity,
             %(decided)s::date AS decided_date,
             daterange(%(decided)s::date, %(valid_until)s::date) AS valid) AS v
CROSS JOIN (SELECT %(authority)s AS key) AS authority
{lateral}
"""


def lateral() -> str:
    """The part of the read model that judges the period of one record."""
    (folder,) = records.__path__
    text = (Path(folder) / "sql" / "public.sql").read_text("utf-8")
    start, end = text.index("CROSS JOIN LATERAL ("), text.index(") AS rule\n")
    return text[start : end + len(") AS rule")]


def by_sql(item: str, fact: Fact, today: date) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            ONE_FACT.format(lateral=lateral()),
            {
                "jurisdiction": settings.GONGXIN_JURISDICTION,
                "item": item,
                "severity": fact.severity,
                "decided": fact.decided_date,
                "valid_until": fact.valid_until,
                "authority": fact.authority_key,
                "today": today,
            },
        )
        ends, repair, key, shown, judged = cursor.fetchone()
    return (True, ends, repair, key) if shown else (False, judged or False)


def by_rule(found: Term) -> tuple[object, ...]:
    if found.shown:
        assert found.rule is not None
        return (True, found.shown_until, found.repair_from, found.rule.key)
    return (False, found.rule is not None)


def rules(item: str) -> tuple[PublicationRule, ...]:
    return next(one for one in queries.law().items if one.code == item).publication


DAYS = st.dates(date(2019, 1, 1), date(2031, 12, 31))


def test_the_two_forms_of_the_period_rule_agree() -> None:
    actions.load_law(jurisdiction=settings.GONGXIN_JURISDICTION, by="system", now=NOW)
    of_penalties, of_licences = rules("penalty"), rules("licence")

    @hypothesis_settings(max_examples=200, deadline=None)
    @given(
        st.sampled_from(["minor", "general", "serious", "unknown", "none"]),
        DAYS,
        DAYS,
        st.sampled_from(["samr", "ecology"]),
    )
    def agree_on_penalties(severity: str, decided: date, today: date, authority: str) -> None:
        fact = Fact(severity, decided, authority)
        assert by_sql("penalty", fact, today) == by_rule(term(of_penalties, fact, today))

    @hypothesis_settings(max_examples=60, deadline=None)
    @given(DAYS, DAYS, st.one_of(st.none(), st.dates(date(2032, 1, 1), date(2035, 12, 31)), DAYS))
    def agree_on_licences(decided: date, today: date, valid_until: date | None) -> None:
        # a licence that ends before it begins is not stored: its range would be empty
        if valid_until is not None and valid_until <= decided:
            return
        fact = Fact("none", decided, "samr", valid_until)
        assert by_sql("licence", fact, today) == by_rule(term(of_licences, fact, today))

    agree_on_penalties()
    agree_on_licences()
