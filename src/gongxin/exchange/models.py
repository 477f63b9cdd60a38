"""Tables of those who hold copies. Append-only, as everything that proves something."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q

from gongxin.exchange.recalls import Outcome, Via

PARTNER_KINDS: Final = ("partner", "agency", "platform")


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
    are sent; none: it fetches them. `token_digest`: SHA-256 of the token it calls with; none: it cannot call.
    """

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="terms")
    webhook = models.TextField(null=True)
    ack_key = models.BinaryField(null=True)
    token_digest = models.BinaryField(null=True, unique=True)
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
                name="terms_digests_have_their_length",
                condition=(Q(ack_key__isnull=True) | Q(ack_key__length=32))
                & (Q(token_digest__isnull=True) | Q(token_digest__length=32)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.at}"


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
