from collections.abc import Iterator
from typing import Any
from gongxin.intake.reading.csv_rows import Batch
from gongxin.intake.reading.layout import Layout
from gongxin.intake.reading.plan import Limits, Plan
from gongxin.intake.reading.refusals import refused


def warm_up() -> None: ...


class Book:
    layout: Layout
    sheet: str

    def batches(self) -> Iterator[Batch]: ...
    def notes(self, blank: int) -> list[dict[str, Any]]: ...


def open_book(content: bytes, plan: Plan, limits: Limits) -> Book:
    raise refused("file.malformed", part="XLSX")
