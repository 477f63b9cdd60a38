"""2. Right subject, by judgement: whatever the order of files, judgements and second thoughts, a record ends where the
judgements that stand say, and never where somebody found that it does not belong.
"""

from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongxin.intake.opinions import Opinion
from gongxin.intake.queries import Receipt
from gongxin.refusal import Refusal
from tests.builders import city, matching

pytestmark = pytest.mark.usefixtures("hall")
STRANGE = "构造市旧名有限公司"


@dataclass
class Truth:
    """What should be: kept by hand beside the platform, of one party with the code of body 1 and a name of nobody."""

    different: set[int] = field(default_factory=set)
    same: int | None = None


STEPS = st.lists(
    st.one_of(
        st.just(("file", 0)),
        st.tuples(st.sampled_from(("same", "different")), st.integers(1, 3)),
        st.just(("undo", 0)),
    ),
    min_size=2,
    max_size=7,
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_a_record_stands_where_the_judgements_that_stand_say(steps: list[tuple[str, int]]) -> None:
    with city.undone():
        truth, sent, review = Truth(), [held(1)], 0
        for step, serial in steps:
            if step == "file":
                sent.append(held(len(sent) + 1))
            elif step == "undo" and truth.same is not None:
                matching.take_back(review)
                truth.same = None
            elif step == "same" and truth.same is None:
                review = judged(sent, serial, truth, review)
            elif step == "different" and truth.same is None and serial not in truth.different:
                matching.decide(sent[0], Opinion.DIFFERENT, matching.subject_of(serial))
                truth.different.add(serial)
        matching.release_all()
        for serial in (1, 2, 3):
            expected = len(sent) if truth.same == serial else 0
            assert len(city.public(serial)) == expected, (steps, serial)


def judged(sent: list[Receipt], serial: int, truth: Truth, review: int) -> int:
    """Judge the party to be this body; refused where it was found not to be."""
    if serial in truth.different:
        with pytest.raises(Refusal):
            matching.decide(sent[0], Opinion.SAME, matching.subject_of(serial))
        return review
    truth.same = serial
    return matching.decide(sent[0], Opinion.SAME, matching.subject_of(serial)).review


def held(number: int) -> Receipt:
    """One more file with a decision on the party; it is released as far as it entered by itself."""
    receipt = matching.send(
        matching.row_of(1, name=STRANGE, 行政处罚决定书文号=f"构市监罚〔2026〕{number}号")
    )
    if receipt.admitted:
        city.release(receipt)
    return receipt


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.permutations(["file", "judge", "other_file", "apart"]))
def test_files_and_judgements_in_any_order_end_in_the_same_attachment(order: list[str]) -> None:
    with city.undone():
        first = held(1)
        for place, step in enumerate(order, 2):
            if step == "judge":
                matching.decide(first, Opinion.SAME, matching.subject_of(2))
            elif step == "apart":
                try:
                    matching.decide(first, Opinion.DIFFERENT, matching.subject_of(1))
                except Refusal:  # judged already: the row no longer waits
                    continue
            else:
                held(place)
        matching.release_all()
        assert (len(city.public(1)), len(city.public(2))) == (0, 3)
