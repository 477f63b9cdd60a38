"""The word of a recipient: signed by its own key about its own recall, once, in any order; and papers, calls and equal sets."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from gongxin.disclosures.purposes import Channel, RecipientKind
from gongxin.exchange.acknowledgements import (
    AcknowledgementRefused,
    CallRefused,
    CallResult,
    RecallUnknown,
    outcome_of,
)
from gongxin.exchange.actions import recalls as acts
from gongxin.exchange.actions.recalls import Said
from gongxin.exchange.models import RecallEvent
from gongxin.exchange.queries import partners, recalls
from gongxin.exchange.queries.recalls import Stands
from gongxin.exchange.recalls import Outcome, Recipient, State, Via
from gongxin.exchange.signatures import SignatureRefused
from gongxin.journal.models import Leaf
from gongxin.records import actions as records
from tests.builders import city, holders

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed() -> UUID:
    """A recall that bank-a owes an answer to; bank-b owes one about the same record."""
    city.city_hall()
    record = city.published_penalty(1)
    for name in ("bank-a", "bank-b"):
        holders.partner(name)
        holders.give(name, [(record, 1)])
    records.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=timezone.now())
    return recalls.of_recipient(Recipient("partner", "bank-a"))[0].id


def stands(recall: UUID) -> Stands:
    found = recalls.standing_of(recall, timezone.now() + timedelta(seconds=1))
    assert found is not None
    return found


def says(
    recall: UUID,
    outcome: str,
    *,
    at: datetime | None = None,
    of: UUID | None = None,
    caller: str = "bank-a",
    signer: str = "bank-a",
    keyid: str | None = None,
    note: str = "",
) -> bool:
    """`caller` sends a word about `recall` that `signer` signed about `of`."""
    now = timezone.now()
    body = holders.says(outcome, note)
    partner = partners.partner_in_force(caller)
    assert partner is not None
    message = holders.acknowledgement(
        of or recall, body, signer=signer, at=at or now, keyid=keyid or caller
    )
    # The door takes the path of the request, not of the signature.
    asked = holders.acknowledgement(recall, body, signer=signer, at=now).path
    message = type(message)("POST", asked, message.authority, message.fields, body)
    return acts.acknowledge(
        recall=recall,
        said=Said(outcome_of(outcome), note),
        partner=partner,
        message=message,
        by="partner",
        now=now,
    )


def test_a_signed_word_ends_the_recall_and_its_proof_is_kept(owed: UUID) -> None:
    assert says(owed, "deleted", note="已删除，经办人电话 13800138000")
    found = stands(owed)
    assert (found.standing.state, found.standing.outcome) == (State.ACKNOWLEDGED, Outcome.DELETED)
    kept = RecallEvent.objects.get(recall=owed)
    assert bytes(kept.body or b"") == holders.says("deleted", "已删除，经办人电话 13800138000")
    key = holders.key_of("bank-a").public_key()
    key.verify(bytes(kept.signature or b""), bytes(kept.signed or b""))  # raises where it does not
    assert "13800138000" not in (kept.note or "")
    leaf = Leaf.objects.filter(kind="recall.acknowledged").get()
    assert leaf.body == {"recall": str(owed), "outcome": "deleted", "via": "signature"}


def test_the_same_word_again_changes_nothing_and_another_is_a_new_event(owed: UUID) -> None:
    now = timezone.now()
    assert says(owed, "not_held", at=now)
    for _ in range(3):
        assert not says(owed, "not_held", at=now)
    assert RecallEvent.objects.filter(recall=owed).count() == 1
    assert says(owed, "used_in_decision", at=now + timedelta(seconds=5))
    assert RecallEvent.objects.filter(recall=owed).count() == 2
    found = stands(owed).standing
    assert (found.outcome, found.used_in_decision) == (Outcome.USED_IN_DECISION, True)


def test_words_that_overtake_one_another_end_alike(owed: UUID) -> None:
    other = recalls.of_recipient(Recipient("partner", "bank-b"))[0].id
    now = timezone.now()
    earlier, later = ("used_in_decision", now), ("deleted", now + timedelta(seconds=9))
    for outcome, at in (earlier, later):
        says(owed, outcome, at=at)
    for outcome, at in (later, earlier, later):
        says(other, outcome, at=at, caller="bank-b", signer="bank-b")
    one, two = stands(owed).standing, stands(other).standing
    assert (one.outcome, one.used_in_decision) == (two.outcome, two.used_in_decision)
    assert (one.outcome, one.used_in_decision) == (Outcome.DELETED, True)


def test_a_word_that_is_anothers_is_refused(owed: UUID) -> None:
    other = recalls.of_recipient(Recipient("partner", "bank-b"))[0].id
    with pytest.raises(SignatureRefused):  # signed with another key
        says(owed, "deleted", signer="bank-b")
    with pytest.raises(SignatureRefused):  # in another's name
        says(owed, "deleted", keyid="bank-b")
    with pytest.raises(RecallUnknown):  # about another's recall
        says(other, "deleted")
    with pytest.raises(RecallUnknown):
        says(uuid4(), "deleted")
    with pytest.raises(RecallUnknown):  # an id that begins like one of ours
        says(UUID(int=owed.int ^ 1), "deleted")
    assert not RecallEvent.objects.exists()


def test_a_word_about_one_recall_is_no_word_about_another(owed: UUID) -> None:
    """A message that somebody listened to is sent again to a second recall of the same partner."""
    record = city.published_penalty(2)
    holders.give("bank-a", [(record, 1)])
    records.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=timezone.now())
    second = recalls.of_recipient(Recipient("partner", "bank-a"))[1].id
    says(owed, "deleted")
    with pytest.raises(SignatureRefused):
        says(second, "deleted", of=owed)


def test_a_word_from_the_future_or_from_before_the_recall_is_refused(owed: UUID) -> None:
    now = timezone.now()
    for hours in (-1, 1):
        with pytest.raises(AcknowledgementRefused):
            says(owed, "deleted", at=now + timedelta(hours=hours))


def test_a_partner_without_a_key_cannot_sign(owed: UUID) -> None:
    holders.partner("bank-a", signs=False)
    with pytest.raises(AcknowledgementRefused):
        says(owed, "deleted")


@pytest.mark.parametrize("outcome", ["", "set_equal", "DELETED", "lost"])
def test_only_a_known_outcome_can_be_said(outcome: str) -> None:
    with pytest.raises(AcknowledgementRefused):
        outcome_of(outcome)


def test_a_paper_is_entered_with_its_number(owed: UUID) -> None:
    now = timezone.now()
    with pytest.raises(AcknowledgementRefused, match="signs itself"):  # it has a key
        acts.confirm_in_writing(
            recall=owed, outcome=Outcome.DELETED, paper="复函", by="centre.supervisor", now=now
        )
    holders.partner("bank-a", signs=False)
    with pytest.raises(AcknowledgementRefused):
        acts.confirm_in_writing(
            recall=owed, outcome=Outcome.DELETED, paper=" ", by="centre.supervisor", now=now
        )
    acts.confirm_in_writing(
        recall=owed, outcome=Outcome.DELETED, paper="复函 3 号", by="centre.supervisor", now=now
    )
    found = stands(owed)
    assert found.standing.state is State.ACKNOWLEDGED
    assert (found.happened[0].via, found.happened[0].by) == (Via.WRITTEN, "centre.supervisor")
    with pytest.raises(CallRefused):  # it is settled
        acts.confirm_in_writing(
            recall=owed, outcome=Outcome.DELETED, paper="复函", by="centre.supervisor", now=now
        )


def test_a_call_is_kept_and_ends_nothing(owed: UUID) -> None:
    now = timezone.now()
    acts.call(
        recall=owed, result=CallResult.PROMISED, note="答应明天", by="centre.officer", now=now
    )
    found = stands(owed)
    assert found.standing.state is State.WAITING
    assert [(one.code, one.note, one.by) for one in found.happened] == [
        ("promised", "答应明天", "centre.officer")
    ]
    says(owed, "deleted")
    with pytest.raises(CallRefused):
        acts.call(
            recall=owed,
            result=CallResult.REACHED,
            note="",
            by="centre.officer",
            now=timezone.now(),
        )


def test_an_equal_set_answers_for_what_the_feed_alone_gave() -> None:
    """Three records: given by the feed, by the feed and by a check, and by the feed but changed later than the digest."""
    city.city_hall()
    holders.partner("bank-a")
    holders.partner("bank-b")
    first, second, third = (city.published_penalty(n) for n in (1, 2, 3))
    for record in (first, second, third):
        holders.give("bank-a", [(record, 1)], channel=Channel.FEED)
        holders.give("bank-b", [(record, 1)], channel=Channel.FEED)
    holders.give("bank-a", [(second, 1)], channel=Channel.API_CHECK)
    for record in (first, second, third):
        records.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=timezone.now())
    mine = recalls.of_recipient(Recipient("partner", "bank-a"))
    through, now = mine[1].sequence, timezone.now()
    for count in (1, 0):  # again: nothing more
        assert (
            acts.acknowledge_through(partner="bank-a", sequence=through, by="partner", now=now)
            == count
        )
    found = recalls.with_standing(mine, now)
    assert [one.standing.outcome for one in found] == [Outcome.SET_EQUAL, None, None]
    others = recalls.with_standing(recalls.of_recipient(Recipient("partner", "bank-b")), now)
    assert [one.standing.outcome for one in others] == [None, None, None]


def test_an_institution_without_terms_is_recalled_all_the_same() -> None:
    city.city_hall()
    record = city.published_penalty(1)
    holders.give("emergency", [(record, 1)], kind=RecipientKind.AGENCY)
    records.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=timezone.now())
    found = recalls.map_of(record, timezone.now())
    assert [(line.name.zh, line.state) for line in found.lines] == [("应急管理局", State.WAITING)]
