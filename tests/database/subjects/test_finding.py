"""Finding bodies: by number in sets, by name as people type it, and candidates for review."""

from collections.abc import Mapping
from datetime import date

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongxin.subjects import actions, matching, queries
from gongxin.subjects.kinds import SuccessionKind, Verdict
from gongxin.subjects.matching import Party
from gongxin.subjects.models import Judgement
from gongxin.subjects.refusals import (
    JudgedAlready,
    JudgedDifferent,
    JudgementEnded,
    NoEvidence,
    SucceededAlready,
    SuccessionRefused,
)
from tests.database.subjects.registering import JURISDICTION, NOW, enter, uscc

pytestmark = pytest.mark.django_db

A, B, C, D = (uscc(n) for n in (31, 32, 33, 34))
SHOP = uscc(35, "92")


def register(*rows: Mapping[str, str | None]) -> list[int]:
    done = enter(*rows)
    assert done.admitted == len(rows)
    return [int(pk) for pk in done.rows["subject_id"]]


def city() -> list[int]:
    return register(
        {
            "org_name": "虚构城蓝鲸电子有限公司",
            "uscc": A,
            "registered": "2010-01-01",
            "former_names": "虚构城白鹭电子厂",
        },
        {"org_name": "虚构城白鹭电子厂", "uscc": B, "registered": "2021-01-01"},
        {"org_name": "虚构城蓝鲸电子有限公司第一分公司", "uscc": C},
        {"org_name": "虚构城红豆饭店", "uscc": SHOP},
    )


def matched(text: str, limit: int = 20) -> list[tuple[str, str]]:
    return [(hit.code, hit.matched) for hit in queries.search_names(text, limit).hits]


SEARCHES: tuple[tuple[str, list[tuple[str, str]]], ...] = (
    (A, [(A, "code")]),
    (f" {A.lower()} ", [(A, "code")]),
    ("虚构城蓝鲸电子有限公司", [(A, "name"), (C, "part")]),
    ("虛構城藍鯨電子（有限公司", [(A, "similar"), (C, "similar")]),
    ("虚构城·蓝鲸 電子有限公司", [(A, "name"), (C, "part")]),
    ("虚构城白鹭电子厂", [(B, "name"), (A, "former_name")]),
    ("蓝鲸", [(A, "part"), (C, "part")]),
    ("分公司 蓝鲸", [(C, "part")]),
    ("虚构城兰鲸电子有限公司", [(A, "similar"), (C, "similar")]),
    ("蓝", []),
    ("虚", [(B, "part"), (A, "part"), (C, "part")]),
    ("红豆", []),  # an individual business is found by its code or its exact name alone
    ("虚构城红豆", []),
    ("虚构城红豆饭", []),
    ("虚构城红豆饭庄", []),
    ("虚构城红豆饭店", [(SHOP, "name")]),
    (SHOP, [(SHOP, "code")]),
    ("%", []),
    ("_", []),
    ("", []),
    ("　 ", []),
    ("'; DROP TABLE", []),
    ("\\", []),
    ("蓝" * 10_000, []),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SEARCHES)
def test_each_text_finds_its_bodies_best_first(text: str, expected: list[tuple[str, str]]) -> None:
    city()
    found = matched(text)
    if text == "虚":
        assert set(found) == set(expected)
    else:
        assert found == expected


def test_a_cancelled_individual_business_is_shown_to_nobody() -> None:
    register({"org_name": "虚构城红豆饭店", "uscc": SHOP, "org_status": "注销"})
    assert matched("虚构城红豆饭店") == matched(SHOP) == []
    assert queries.organisation_by_code(SHOP) is None
    assert queries.figures().organisations == 0


def test_a_page_of_hits_is_bounded_and_says_that_there_is_more() -> None:
    register(*({"org_name": f"虚构城第{n}小学", "uscc": uscc(100 + n)} for n in range(30)))
    found = queries.search_names("小学", 5)
    assert (len(found.hits), found.capped) == (5, True)
    assert len(queries.search_names("小学", 10_000).hits) == 30


def test_numbers_are_resolved_line_by_line_in_one_query() -> None:
    first, second, *_ = city()
    asked = [("uscc", A), (None, None), ("uscc", D), ("uscc", B), ("uscc", A), ("org_code", A)]
    with CaptureQueriesContext(connection) as seen:
        found = queries.resolve_many([s for s, _ in asked], [v for _, v in asked])
    assert found["row"].to_list() == [0, 1, 2, 3, 4, 5]
    assert found["subject_id"].to_list() == [first, None, None, second, first, None]
    assert found["registered_date"].to_list()[0] == date(2010, 1, 1)
    assert found["name"].to_list()[3] == "虚构城白鹭电子厂"
    assert len(seen.captured_queries) <= 1
    assert queries.resolve_many([], []).height == 0


def test_the_pair_of_firms_with_one_name_is_told_apart_from_the_tables() -> None:
    city()
    frame = pl.DataFrame(
        {
            "row": [1, 2, 3, 4],
            "_party": ["虚构城白鹭电子厂"] * 4,
            "_scheme": ["uscc", "uscc", None, "uscc"],
            "_identifier": [A, B, None, B],
            "_decided": ["2024-06-01", "2024-06-01", "2024-06-01", "2020-06-01"],
        }
    )
    found = matching.attachments(
        frame, queries.resolve_many(frame["_scheme"], frame["_identifier"])
    )
    assert found["_holds"].to_list() == [
        ["subject.contradiction.former_name"],
        [],
        ["subject.no_identifier"],
        ["subject.contradiction.registered_after"],
    ]


def test_candidates_are_ranked_with_reasons_and_contradictions() -> None:
    first, second, *_ = city()
    found = queries.candidates(Party("虚构城白鹭电子厂", decided_date=date(2024, 6, 1)))
    assert [r.candidate.subject_id for r in found][:2] == [second, first]
    assert found[0].contradictions == ()
    assert found[1].contradictions == ("subject.contradiction.former_name",)


def judge(subject: int, verdict: Verdict, name: str = "虚构城白鹭电子厂", **more: object) -> int:
    return actions.judge(
        party=Party(name, (("uscc", B),)), subject_id=subject, verdict=verdict,
        evidence={"register": "looked at"}, jurisdiction=JURISDICTION, by="officer", now=NOW,
    )  # fmt: skip


def test_different_is_remembered_and_holds_the_next_record_of_the_party() -> None:
    _, second, *_ = city()
    made = judge(second, Verdict.DIFFERENT)
    frame = pl.DataFrame(
        {"row": [1], "_party": ["虚构城白鹭电子厂"], "_scheme": ["uscc"], "_identifier": [B]}
    )
    resolved = queries.resolve_many(frame["_scheme"], frame["_identifier"])
    held = matching.attachments(frame, resolved)
    assert held["_holds"].to_list() == [["subject.contradiction.judged"]]
    with pytest.raises(JudgedDifferent):
        judge(second, Verdict.SAME)
    with pytest.raises(JudgedDifferent):
        actions.end_judgement(judgement_id=made, by="officer", now=NOW)
    (found, *_) = queries.candidates(Party("虚构城白鹭电子厂", (("uscc", B),)))
    assert (
        found.contradictions == ("subject.contradiction.judged",)
        or found.candidate.subject_id != second
    )


def test_unsure_gives_way_to_a_verdict_and_is_kept() -> None:
    first, second, *_ = city()
    judge(second, Verdict.UNSURE)
    judge(second, Verdict.SAME)
    assert [(j.verdict, j.ended_at is None) for j in Judgement.objects.order_by("id")] == [
        ("unsure", False),
        ("same", True),
    ]
    with pytest.raises(JudgedAlready):
        judge(second, Verdict.SAME)
    with pytest.raises(JudgedAlready):
        judge(first, Verdict.SAME)  # a party is one subject


def test_a_judgement_needs_evidence_and_ends_once() -> None:
    first, *_ = city()
    with pytest.raises(NoEvidence):
        actions.judge(party=Party("x"), subject_id=first, verdict=Verdict.SAME, evidence={},
                      jurisdiction=JURISDICTION, by="officer", now=NOW)  # fmt: skip
    made = judge(first, Verdict.UNSURE)
    actions.end_judgement(judgement_id=made, by="officer", now=NOW)
    with pytest.raises(JudgementEnded):
        actions.end_judgement(judgement_id=made, by="officer", now=NOW)


def succeed(predecessor: int, successor: int, source: str = "虚构函〔2021〕1号") -> int:
    return actions.succeed(
        predecessor_id=predecessor, successor_id=successor, kind=SuccessionKind.MERGER,
        effective_date=date(2021, 1, 1), source=source, jurisdiction=JURISDICTION, by="officer", now=NOW,
    )  # fmt: skip


def test_a_succession_explains_an_early_decision_and_shows_on_the_page() -> None:
    first, second, third, _ = city()
    succeed(first, third)
    succeed(third, second)  # a chain: the first one's age explains
    found = queries.resolve_many(["uscc", "uscc"], [B, A])
    assert found["explained_from"].to_list()[0] == date(1, 1, 1)  # the middle one's age is unknown
    assert found["followed"].to_list() == [False, True]
    page = queries.organisation(second)
    assert page is not None
    assert [str(s) for s in page.successions] == [
        "2021-01-01 由虚构城蓝鲸电子有限公司第一分公司合并而来"
    ]
    with pytest.raises(SucceededAlready):
        succeed(third, first)
    with pytest.raises(SuccessionRefused):
        succeed(first, first)
    with pytest.raises(SuccessionRefused):
        succeed(first, second, source=" ")
