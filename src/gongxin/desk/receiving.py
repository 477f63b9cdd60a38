"""How a file that a clerk handed in becomes a draft, and where the clerk goes from there. The one place that the desk reads files."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.urls import reverse

from gongxin.desk.guard import Visit
from gongxin.intake import conveyor
from gongxin.intake.conveyor import Incoming


@dataclass(frozen=True)
class Handed:
    """A file as it was handed in at the desk."""

    source: BinaryIO | Path
    name: str
    item: str
    agency_key: str
    encoding: str | None


def receive(handed: Handed, visit: Visit) -> str:
    """Read the file, keep its redacted table; the address of the page where it goes on. A Refusal says why it cannot be read."""
    batch = conveyor.receive(
        incoming=Incoming(
            handed.source, handed.name, handed.item, handed.agency_key, handed.encoding
        ),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        by=visit.by,
        now=visit.now,
        today=visit.today,
        draft=True,
    )
    return reverse("desk:draft", kwargs={"batch": batch})
