"""One record that was filled in by hand: the same way as a file of one row, gone to its end at once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from gongxin.intake import conveyor, trial
from gongxin.intake.batches import Channel
from gongxin.intake.conveyor import Incoming
from gongxin.intake.trial import Trial
from gongxin.jurisdiction.values import Item

FILE_NAME = "form.json"


@dataclass(frozen=True)
class Filled:
    """A form as it was filled in: what stands in each field of the item. There is no field for a person."""

    item: Item
    agency_key: str
    values: Mapping[str, str]

    def content(self) -> bytes:
        """The file of one row that it is."""
        row = {field.code: self.values.get(field.code, "").strip() for field in self.item.fields}
        return json.dumps([row], ensure_ascii=False).encode()


def tried(filled: Filled, *, today: date) -> Trial:
    """What the checks say of it before anything is stored."""
    return trial.of(
        content=filled.content(),
        name=FILE_NAME,
        item=filled.item,
        today=today,
        provider=filled.agency_key,
    )


def enter(filled: Filled, *, by: str, now: datetime, today: date) -> UUID:
    """Receive it and bring it to its end; its batch. The caller commits with the disk, as for any act of a person."""
    batch = conveyor.receive(
        incoming=Incoming(
            filled.content(), FILE_NAME, filled.item.code, filled.agency_key, channel=Channel.FORM
        ),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        by=by,
        now=now,
        today=today,
    )
    conveyor.process(batch=batch, by=by, now=now)
    with (
        connection.cursor() as cursor
    ):  # a chunk need not wait for the disk; whoever filled in a form does
        cursor.execute("SET LOCAL synchronous_commit = on")
    return batch
