"""Tables of those who hold copies. Append-only, as everything that proves something."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from gongxin.exchange.elements import STATE_BYTES
from gongxin.exchange.recalls import Outcome, Via
from gongxin.exchange.terms import KINDS as PARTNER_KINDS

models.BinaryField.register_lookup(Length)


class Partner(models.Model):
    """A body that holds copies under a contract or by its office: a bank, a department, a platform above or beside ours.

    In a disclosure it is the recipient (`RecipientKind.PARTNER`, name = `key`). Never a person. The register is public:
    whoever was wronged may read who holds copies.
    """

    key = models.TextField(primary_key=True)
    jurisdiction = models.TextField()
    kind = models.TextField(choices={kind: kind for kind in PARTNER_KINDS})
    zh = models.TextField()
    en = models.TextField()
    uscc = models.TextField(null=True)  # of the body, where it has one
    purpose = models.TextField()  # of the law's closed list
    basis = models.TextField()  # contract or article, with its number
    registered_by = models.TextField()
    registered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="partner_kind_is_known", condition=Q(kind__in=list(PARTNER_KINDS))
            ),
            models.CheckConstraint(
                name="partner_key_is_plain", condition=Q(key__regex=r"^[a-z][a-z0-9_-]{1,39}$")
            ),
            models.CheckConstraint(
                name="partner_has_a_name_and_a_basis",
                condition=~Q(zh="") & ~Q(en="") & ~Q(basis="") & ~Q(purpose=""),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class PartnerTerms(models.Model):
    """How a partner is reached, from a moment on: the latest row counts. Two people decide (a motion), and a `closed` one ends it.

    `ack_key`: its Ed25519 public key (32 bytes), with which it signs what it did with a recall. `webhook`: where recalls
    are sent; none: it fetches them. `token_digest`: SHA-256 of the token it calls with; none: it cannot call. `token_waits`: a
    new token was decided on and nobody has it yet; the old one opens nothing any more.
    """

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="terms")
    webhook = models.TextField(null=True)
    ack_key = models.BinaryField(null=True)
    token_digest = models.BinaryField(null=True, db_index=True)  # later terms keep the same token
    token_waits = models.BooleanField(default=False)
    closed = models.BooleanField(default=False)
    proposed_by = models.TextField()
    approved_by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["partner", "-id"], name="terms_of_partner")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="terms_need_a_second_person", condition=~Q(proposed_by=F("approved_by"))
            ),
            models.CheckConstraint(
                name="terms_webhook_is_https_or_loopback",
                condition=Q(webhook__isnull=True)
                | Q(webhook__regex=r"^https://")
                | Q(webhook__regex=r"^http://127\.0\.0\.1:"),
            ),
            models.CheckConstraint(
                name="terms_token_waits_or_is_there",
                condition=Q(token_waits=False) | Q(token_digest__isnull=True, closed=False),
            ),
            models.CheckConstraint(
                name="terms_closed_open_nothing",
                condition=Q(closed=False) | Q(token_digest__isnull=True),
            ),
            models.CheckConstraint(
                name="terms_digests_have_their_length",
                condition=(Q(ack_key__isnull=True) | Q(ack_key__length=32))
                & (Q(token_digest__isnull=True) | Q(token_digest__length=32)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.at}"


class SetState(models.Model):
    """The state of the set after a line of the feed: computed from the lines, kept so that a page need not begin at the first."""

    sequence = models.BigIntegerField(primary_key=True)
    state = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="set_state_has_its_length", condition=Q(state__length=STATE_BYTES)
            ),
            models.CheckConstraint(name="set_state_is_after_a_line", condition=Q(sequence__gte=1)),
        ]

    def __str__(self) -> str:
        return str(self.sequence)


class SetComparison(models.Model):
    """A partner said which digest its copy has after a line; ours beside it."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    through = models.BigIntegerField()
    digest = models.BinaryField()
    ours = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["partner", "-id"], name="comparison_of_partner")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="comparison_digests_have_their_length",
                condition=Q(digest__length=32, ours__length=32),
            ),
            models.CheckConstraint(name="comparison_is_after_a_line", condition=Q(through__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.through}"


class Stale(models.Model):
    """The hash of a version that was shown and left, or came back. Of a hash the last row counts. Holds no id of a record."""

    hash = models.BinaryField()
    sequence = models.BigIntegerField()  # of the line by which it left or came back
    gone = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hash", "sequence"], name="stale_moves_once_by_a_line"),
            models.CheckConstraint(name="stale_hash_has_its_length", condition=Q(hash__length=32)),
            models.CheckConstraint(name="stale_moves_by_a_line", condition=Q(sequence__gte=1)),
        ]

    def __str__(self) -> str:
        return bytes(self.hash).hex()


class StaleLook(models.Model):
    """Up to which line of the feed the stale were listed."""

    sequence = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return str(self.sequence)


class RecallEvent(models.Model):
    """What happened with a recall. The recall itself is in no table: it follows from a change and from who was given what."""

    recall = models.UUIDField()
    sequence = models.BigIntegerField()  # of the change
    recipient_kind = models.TextField()
    recipient = models.TextField()
    event = models.TextField()
    at = models.DateTimeField()
    by = models.TextField()
    outcome = models.TextField(null=True)
    via = models.TextField(null=True)
    done_at = models.DateTimeField(null=True)  # when the recipient did it, by its own word
    code = models.TextField(null=True)  # why an attempt failed; what a call came to
    note = models.TextField(null=True)
    # A signed acknowledgement as it came: the text that was signed, the body it covers, the signature.
    signed = models.BinaryField(null=True)
    body = models.BinaryField(null=True)
    signature = models.BinaryField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["recall"], name="event_of_recall"),
            models.Index(
                fields=["sequence", "recipient_kind", "recipient"], name="event_of_change"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recall", "outcome", "done_at"],
                condition=Q(event="acknowledged"),
                name="recall_word_is_kept_once",
            ),
            models.CheckConstraint(
                name="recall_event_is_known",
                condition=Q(event__in=["failed", "delivered", "called", "acknowledged"]),
            ),
            models.CheckConstraint(
                name="recall_is_of_an_institution",
                condition=Q(recipient_kind__in=["partner", "agency"]) & ~Q(recipient=""),
            ),
            models.CheckConstraint(name="recall_event_is_somebodys", condition=~Q(by="")),
            models.CheckConstraint(
                name="recall_acknowledgement_says_what_and_how",
                condition=Q(
                    event="acknowledged",
                    outcome__in=[one.value for one in Outcome],
                    via__in=[one.value for one in Via],
                    outcome__isnull=False,
                    via__isnull=False,
                    done_at__isnull=False,
                )
                | ~Q(event="acknowledged")
                & Q(outcome__isnull=True, via__isnull=True, done_at__isnull=True),
            ),
            models.CheckConstraint(
                name="recall_signed_word_has_its_proof",
                condition=Q(via="signature", signature__length=64)
                & Q(signature__isnull=False, signed__isnull=False, body__isnull=False)
                | (Q(via__isnull=True) | ~Q(via="signature"))
                & Q(signed__isnull=True, body__isnull=True, signature__isnull=True),
            ),
            models.CheckConstraint(
                name="recall_written_word_names_its_paper",
                condition=Q(via__isnull=True)
                | ~Q(via="written")
                | Q(note__isnull=False) & ~Q(note=""),
            ),
            models.CheckConstraint(
                name="recall_attempt_and_call_say_what_came",
                condition=Q(event__in=["failed", "called"], code__isnull=False) & ~Q(code="")
                | Q(event__in=["delivered", "acknowledged"], code__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recall} {self.event}"
