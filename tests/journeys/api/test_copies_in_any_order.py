"""Whatever happens to records and however rarely a copy looks, it ends as what the public reads: the program that we hand out, in process."""

import importlib.util
import io
import json
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from typing import Any, ClassVar
from urllib.error import HTTPError
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from gongxin.config.environment import REPOSITORY
from gongxin.intake.queries import Receipt
from gongxin.records import actions
from gongxin.records import queries as records
from gongxin.refusal import Refusal
from tests.builders import city, partners

SERIALS = (1, 2, 3)


def _program() -> Any:
    path = REPOSITORY / "examples" / "consumer" / "consumer.py"
    spec = importlib.util.spec_from_file_location("consumer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


consumer = _program()


class Wire:
    """The program's way to the platform, without a socket; `cut`: how many answers come before the line is cut."""

    def __init__(self, token: str) -> None:
        self.headers = {"Authorization": f"Bearer {token}"}
        self.cut: int | None = None

    def ask(self, path: str, body: object = None) -> Any:
        if self.cut is not None:
            if self.cut == 0:
                raise OSError("cut")
            self.cut -= 1
        address = f"/api/v1{path}".replace("limit=500", "limit=2")
        if body is None:
            answer: Any = Client().get(address, headers=self.headers)
        else:
            answer = Client().post(address, json.dumps(body), "application/json", headers=self.headers)  # fmt: skip
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.status_code != 200:
            raise HTTPError(address, answer.status_code, "", {}, io.BytesIO(content))  # type: ignore[arg-type]
        return io.BytesIO(content)  # a file that closes, as an answer does


class Town:
    """Some bodies, and what is done about them; an act that cannot be done now is not done."""

    kinds: ClassVar[tuple[str, ...]] = ("send", "release", "withdraw", "repair", "mark", "lift", "undo", "detach")  # fmt: skip

    def __init__(self) -> None:
        self.sent: dict[int, Receipt] = {}

    def do(self, kind: str, serial: int) -> None:
        if kind == "send":
            receipt = city.penalise(serial)
            if receipt.admitted:
                self.sent[serial] = receipt
            return
        if serial not in self.sent:
            return
        receipt = self.sent[serial]
        (record,) = records.records_of_batch(receipt.batch).values()
        with_by: dict[str, Any] = {"by": "samr.clerk", "now": city.NOW}
        acts: dict[str, Callable[[], object]] = {
            "release": lambda: city.release(receipt),
            "withdraw": lambda: actions.withdraw(record=record, reason="x", **with_by),
            "repair": lambda: actions.repair(record=record, reason="x", **with_by),
            "mark": lambda: actions.place_mark(
                record=record, kind="disputed", basis="x", **with_by
            ),
            "lift": lambda: actions.lift_mark(record=record, kind="disputed", basis="x", **with_by),
            "undo": lambda: actions.undo_batch(batch=receipt.batch, reason="x", **with_by),
            "detach": lambda: actions.detach(records=[record], reason="x", **with_by),
        }
        try:
            with transaction.atomic():
                acts[kind]()
        except Refusal:
            return

    def read(self) -> dict[UUID, tuple[int, list[str]]]:
        """What the public reads."""
        return {
            one.record: (one.number, [mark.kind for mark in one.marks])
            for serial in SERIALS
            for one in city.public(serial)
        }


def read_in(copy: Any) -> dict[UUID, tuple[int, list[str]]]:
    found = copy.store.execute("SELECT record, number, document FROM held").fetchall()
    assert all(document for _, _, document in found)
    return {
        UUID(record): (number, [mark["kind"] for mark in json.loads(document)["marks"]])
        for record, number, document in found
    }


@pytest.fixture(scope="module", autouse=True)
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        city.register(*SERIALS)
        yield


ACT = st.tuples(st.sampled_from(Town.kinds), st.sampled_from(SERIALS))
LOOK = st.tuples(st.just("look"), st.integers(0, 4))  # and after how many answers the line is cut


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(ACT, ACT, ACT, LOOK), min_size=4, max_size=16))
def test_a_copy_ends_as_what_the_public_reads(acts: list[tuple[str, int]]) -> None:
    with city.undone(), pytest.MonkeyPatch.context() as patched:
        patched.setattr("django.utils.timezone.now", lambda: city.NOW)
        patched.setattr(consumer, "today", city.TODAY.isoformat)
        town, wire = Town(), Wire(partners.admitted()[1])
        copy = consumer.Copy(":memory:")
        with closing(copy.store) as store:
            for serial in SERIALS:
                town.do("send", serial)
            for kind, value in acts:
                if kind == "look":
                    wire.cut = value
                    with suppress(OSError):
                        consumer.run(wire, copy, anew=False, verify=False)
                else:
                    town.do(kind, value)
            wire.cut = None
            was = copy.place()[0]
            assert consumer.run(wire, copy, anew=False, verify=True) == 0
            assert read_in(copy) == town.read(), acts
            held = [e for (e,) in store.execute("SELECT element FROM held")]
            assert consumer.digest(copy.place()[1]) == partners.digest_of(held)
            assert was is None or was <= copy.place()[0]
            again = consumer.Copy(":memory:")
            consumer.take_snapshot(wire, again)
            assert read_in(again) == read_in(copy), "from the beginning or from a snapshot"
            again.store.close()
