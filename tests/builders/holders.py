"""Those who hold copies, for tests: partners with terms, what they were given, and their own hands: keys, signatures, a server."""

import hashlib
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.utils import timezone

from gongxin.disclosures import actions as disclosures
from gongxin.disclosures.actions import Facts, Grounds, Recipient
from gongxin.disclosures.purposes import Channel, RecipientKind
from gongxin.exchange import signatures
from gongxin.exchange.models import Partner, PartnerTerms
from gongxin.exchange.queries import partners
from gongxin.exchange.queries.partners import PartnerCard
from gongxin.exchange.signatures import Message

JURISDICTION = "xingning"


def key_of(partner: str) -> Ed25519PrivateKey:
    """The partner's own key: the same at each call."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(partner.encode()).digest())


def token_of(partner: str) -> str:
    return f"gxp_{hashlib.sha256(partner.encode()).hexdigest()}"


def partner(key: str, *, webhook: str | None = None, signs: bool = True) -> PartnerCard:
    """A bank with terms that two people decided."""
    now = timezone.now()
    Partner.objects.get_or_create(
        key=key,
        defaults={
            "jurisdiction": JURISDICTION,
            "kind": "partner",
            "zh": f"构造银行{key}",
            "en": f"Constructed Bank {key}",
            "purpose": "commercial_credit",
            "basis": "合同 2026-1",
            "registered_by": "centre.officer",
            "registered_at": now,
        },
    )
    PartnerTerms.objects.create(
        partner_id=key,
        webhook=webhook,
        ack_key=key_of(key).public_key().public_bytes_raw() if signs else None,
        # One token is one row's: later terms of a test bring no token of their own.
        token_digest=None
        if PartnerTerms.objects.filter(partner_id=key).exists()
        else hashlib.sha256(token_of(key).encode()).digest(),
        proposed_by="centre.officer",
        approved_by="centre.supervisor",
        at=now,
    )
    card = partners.partner_in_force(key)
    assert card is not None
    return card


def give(
    name: str,
    versions: Sequence[tuple[UUID, int]],
    *,
    kind: RecipientKind = RecipientKind.PARTNER,
    channel: Channel = Channel.API_CHECK,
    today: date | None = None,
) -> UUID:
    """These versions are given to this recipient; the id of the disclosure."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject_id FROM records_version WHERE record = %s ORDER BY number LIMIT 1",
            [versions[0][0]],
        )
        (subject,) = cursor.fetchone()
    now = timezone.now()
    return disclosures.disclose(
        facts=Facts(JURISDICTION, subject, versions, today or timezone.localdate(now)),
        recipient=Recipient(kind, name),
        grounds=Grounds(channel, "commercial_credit", "public"),
        by="system",
        now=now,
    )


def acknowledgement(
    recall: UUID | str,
    body: bytes,
    *,
    signer: str,
    at: datetime,
    authority: str = "testserver",
    keyid: str | None = None,
    key: Ed25519PrivateKey | None = None,
) -> Message:
    """A signed acknowledgement as a partner's program sends it."""
    path = f"/api/v1/recalls/{recall}/acknowledgements"
    fields = {
        "content-type": "application/json",
        "content-digest": signatures.content_digest(body),
    }
    message = Message("POST", path, authority, fields, body)
    signing = signatures.sign(
        message, key=key or key_of(signer), keyid=keyid or signer, created=at, label="sig1"
    )
    return Message("POST", path, authority, {**fields, **signing}, body)


def says(outcome: str, note: str = "") -> bytes:
    return json.dumps({"outcome": outcome, "note": note} if note else {"outcome": outcome}).encode()


@dataclass
class Consumer:
    """A partner's server on this machine. `answer` is the status it gives; what came in is kept."""

    url: str = ""
    answer: int = 204
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def documents(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _fields, body in self.came]


@contextmanager
def consumer(answer: int = 204, *, location: str = "") -> Iterator[Consumer]:
    """A real HTTP server on a free port, until the end of the block."""
    made = Consumer(answer=answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.came.append(({name.lower(): text for name, text in self.headers.items()}, body))
            self.send_response(made.answer)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}/recalls"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
