"""Writes of the catalogue: an edition of the law is put in force as a whole. Nothing loaded is ever edited."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from gongxin.agencies.actions.loading import load_agencies
from gongxin.agencies.queries import actor
from gongxin.agencies.roles import LAWMAKERS
from gongxin.catalogue import proposing, queries
from gongxin.catalogue.difference import difference
from gongxin.catalogue.linting import lint
from gongxin.catalogue.models import (
    Comment,
    Edition,
    Ending,
    ItemVersion,
    Loading,
    Proposal,
    ProposalDecision,
    PublicationRule,
)
from gongxin.catalogue.proposals import (
    Event,
    ProposalRefused,
    State,
    ensure_comment,
    ensure_decision,
    last_day_of_comments,
    touches_rights,
)
from gongxin.catalogue.proposing import ProposalCard
from gongxin.catalogue.refusals import CatalogueRefused, EditionNotApproved, VersionEdited
from gongxin.catalogue.shape import shape_of
from gongxin.journal import actions as journal
from gongxin.jurisdiction import Jurisdiction, as_document

# Its rival is a second `gongxin up` on the same database. Taken before the journal's lock, never after it.
_LOADING_LOCK = 0x6C6177
# The definitions stand in the edition already; versions that are known stay as they were first loaded.
_KEEP_VERSIONS = """
INSERT INTO catalogue_itemversion (jurisdiction, code, version, shape, definition, edition_id)
SELECT e.jurisdiction, s.code, s.version, s.shape, item.definition, e.id
FROM unnest(%s::text[], %s::int[], %s::text[]) AS s(code, version, shape), catalogue_edition AS e,
     jsonb_array_elements(e.law -> 'items') AS item(definition)
WHERE e.id = %s
  AND item.definition ->> 'code' = s.code AND (item.definition ->> 'version')::int = s.version
ON CONFLICT ON CONSTRAINT item_version_once DO NOTHING
"""


@transaction.atomic
def load_law(*, jurisdiction: str, by: str, now: datetime) -> bool:
    """Put the law of the folder `jurisdictions/` in force; was it another one than before? Safe to repeat.

    In production that is the first edition alone: every other one is proposed, commented on and approved by a second person.
    """
    law = queries.folder_law(jurisdiction)
    in_force = queries.digest_in_force(jurisdiction)
    if settings.GONGXIN_MODE == "production" and in_force not in {None, law.digest}:
        raise EditionNotApproved(law.digest)
    return put_in_force(law=law, by=by, now=now)


@transaction.atomic
def propose(*, law: Jurisdiction, reason: str, today: date, by: str, now: datetime) -> UUID:
    """Propose an edition; returns the proposal's id. What bears on rights is open to comments for the law's period."""
    _ensure_lawmaker(by)
    complaints = lint(law)
    if complaints:
        raise CatalogueRefused(complaints)
    base = queries.digest_in_force(law.key)
    if base is None or base == law.digest or not reason.strip():
        raise ProposalRefused(
            "没有理由，或与现行版相同，或尚无现行版",
            "there is no reason, no difference, or no law in force yet",
            details={"in_force": (base or "")[:12]},
        )
    changes = difference(queries.edition(base), law)
    until = None
    if touches_rights(changes):
        until = last_day_of_comments(queries.procedure("edition_comment", today), today)
    row = Proposal.objects.create(
        jurisdiction=law.key,
        edition=_kept(law, by=by, now=now),
        base=base,
        reason=reason,
        proposed_by=by,
        proposed_at=now,
        comment_until=until,
    )
    body = {"proposal": str(row.pk), "content": law.digest, "base": base}
    journal.append(
        kind="law.proposed",
        body=body | ({"until": until.isoformat()} if until else {}),
        by=by,
        now=now,
    )
    return row.pk


@transaction.atomic
def comment(*, proposal: UUID, text: str, today: date, by: str, now: datetime) -> None:
    """Take a comment on an open proposal. The door has masked what is a person's."""
    found = _locked(proposal)
    ensure_comment(found.as_proposed(), text, today)
    Comment.objects.create(proposal_id=proposal, text=text.strip(), at=now)
    body = {"proposal": str(proposal), "content": proposing.proposal(proposal).content}
    journal.append(kind="law.commented", body=body, by=by, now=now)


@transaction.atomic
def decide_proposal(
    *, proposal: UUID, event: Event, seen: str, answer: str, today: date, by: str, now: datetime
) -> State:
    """Approve, refuse or withdraw; an approved edition is in force with the same transaction."""
    _ensure_lawmaker(by)
    found = _locked(proposal)
    in_force = queries.digest_in_force(settings.GONGXIN_JURISDICTION) or ""
    state = ensure_decision(
        found.as_proposed(), event, by=by, seen=seen, in_force=in_force, today=today
    )
    if not answer.strip():
        raise ProposalRefused("请写明对意见的答复", "say what is answered to the comments")
    ProposalDecision.objects.create(
        proposal_id=proposal,
        event=event.value,
        state=state.value,
        proposed_by=found.proposed_by,
        decided_by=by,
        seen=found.content,
        answer=answer,
        at=now,
    )
    if state is State.APPROVED:
        put_in_force(law=queries.edition(found.edition), by=by, now=now)
    journal.append(
        kind="law.decided",
        body={
            "proposal": str(proposal),
            "verdict": state.value,
            "proposed_by": found.proposed_by,
            "content": found.content,
        },
        by=by,
        now=now,
    )
    return state


def _ensure_lawmaker(by: str) -> None:
    if actor(by).role not in LAWMAKERS:
        raise ProposalRefused(
            "只有信用中心人员可以提出和审批目录新版",
            "editions are proposed and decided on by officers of the credit centre",
            details={"account": by},
        )


def _locked(proposal: UUID) -> ProposalCard:
    """The proposal, locked: its rivals are a comment and a decision at the same moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOADING_LOCK])
    return proposing.proposal(proposal)


def _kept(law: Jurisdiction, *, by: str, now: datetime) -> Edition:
    edition, _ = Edition.objects.get_or_create(
        jurisdiction=law.key,
        digest=law.digest,
        defaults={"law": as_document(law), "loaded_at": now, "loaded_by": by},
    )
    return edition


@transaction.atomic
def put_in_force(*, law: Jurisdiction, by: str, now: datetime) -> bool:
    """The same for a law already read. Refused as a whole where the linter refuses any part of it."""
    complaints = lint(law)
    if complaints:
        raise CatalogueRefused(complaints)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOADING_LOCK])
    if queries.digest_in_force(law.key) == law.digest:
        return False
    edition = _kept(law, by=by, now=now)
    _keep_item_versions(law, edition)
    PublicationRule.objects.filter(jurisdiction=law.key).delete()
    PublicationRule.objects.bulk_create(_rules(law))
    Ending.objects.filter(jurisdiction=law.key).delete()
    Ending.objects.bulk_create(_endings(law))
    load_agencies(agencies=law.agencies, jurisdiction=law.key, by=by, now=now)
    Loading.objects.create(edition=edition, jurisdiction=law.key, at=now, by=by)
    journal.append(
        kind="law.loaded",
        body={"layer": law.key, "content": law.digest, "items": len(law.items)},
        by=by,
        now=now,
    )
    return True


def _keep_item_versions(law: Jurisdiction, edition: Edition) -> None:
    known = {
        (row.code, row.version): row.shape
        for row in ItemVersion.objects.filter(jurisdiction=law.key).only("code", "version", "shape")
    }
    shapes = [shape_of(item) for item in law.items]
    for item, shape in zip(law.items, shapes, strict=True):
        if known.get((item.code, item.version), shape) != shape:
            raise VersionEdited(item.code, item.version)
    codes, versions = [item.code for item in law.items], [item.version for item in law.items]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_VERSIONS, [codes, versions, shapes, edition.pk])


def _rules(law: Jurisdiction) -> Iterable[PublicationRule]:
    """One row per rule of an item, whichever of its versions carry it."""
    rows = {(item.code, rule): None for item in law.items for rule in item.publication}
    for code, rule in rows:
        yield PublicationRule(
            jurisdiction=law.key,
            item_code=code,
            provider_key=rule.provider,
            severity=rule.severity,
            rule_key=rule.key,
            zh=rule.zh,
            en=rule.en,
            published=rule.published,
            floor_months=rule.floor_months,
            ceiling_months=rule.ceiling_months,
            until_field_role=rule.until_field_role,
            in_force_from=rule.in_force_from,
            in_force_until=rule.in_force_until,
            source=rule.source,
            mark=rule.mark,
        )


def _endings(law: Jurisdiction) -> Iterable[Ending]:
    """One row per exit item and item it ends; the versions of an item keep the codes of these fields."""
    rows = {
        (item.ends.item, field.code, item.code, item.ends.field): None
        for item in law.items
        if item.ends is not None
        for ended in law.items
        if ended.code == item.ends.item and (field := ended.by_role("document_number")) is not None
    }
    for item_code, item_field, exit_code, exit_field in rows:
        yield Ending(
            jurisdiction=law.key,
            item_code=item_code,
            item_field=item_field,
            exit_code=exit_code,
            exit_field=exit_field,
        )
