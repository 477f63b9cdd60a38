"""The folder that reminders leave by: a file appears whole or not at all, a message once, and its text says nothing."""

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.notices.gateway import FileDrop, Message
from gongxin.notices.kinds import Way
from gongxin.notices.wording import REMINDER

AT = datetime(2026, 6, 1, 2, tzinfo=UTC)


def message() -> Message:
    return Message(uuid4(), Way.SMS, "13800138000", AT)


def test_a_message_is_one_file_with_the_agreed_keys(tmp_path: Path) -> None:
    one = message()
    assert FileDrop(tmp_path).take(one)
    (path,) = (tmp_path / "out").iterdir()
    assert path.name == f"{one.id}.json"
    assert json.loads(path.read_text()) == {
        "id": str(one.id),
        "way": "sms",
        "to": "13800138000",
        "zh": REMINDER.zh,
        "en": REMINDER.en,
        "at": "2026-06-01T02:00:00+00:00",
    }
    assert path.stat().st_mode & 0o077 == 0


def test_taken_again_before_and_after_the_gateway_took_it_it_is_there_once(tmp_path: Path) -> None:
    drop, one = FileDrop(tmp_path), message()
    assert drop.take(one)
    assert not drop.take(one)
    path = tmp_path / "out" / f"{one.id}.json"
    path.rename(tmp_path / "taken" / path.name)
    assert not drop.take(one)
    assert list((tmp_path / "out").iterdir()) == []


class Killed(Exception):
    """The process ends here."""


def test_killed_between_writing_and_renaming_no_half_message_and_no_double(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop, one = FileDrop(tmp_path), message()

    def dies(self: Path, target: Path) -> Path:
        raise Killed(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", dies)
        with pytest.raises(Killed):
            drop.take(one)
    assert list((tmp_path / "out").glob("*.json")) == []  # what a gateway looks for
    assert drop.take(one)
    assert [path.name for path in (tmp_path / "out").glob("*.json")] == [f"{one.id}.json"]


def answer(tmp_path: Path, content: str, name: str = "1.json") -> None:
    folder = tmp_path / "in"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content)


def test_an_answer_is_read_until_it_is_forgotten(tmp_path: Path) -> None:
    drop, identity = FileDrop(tmp_path), uuid4()
    answer(tmp_path, json.dumps({"id": str(identity), "came": "arrived"}))
    (found,) = drop.answers()
    assert UUID(found.message) == identity
    assert found.has_arrived
    assert list(drop.answers()) == [found]
    drop.forget(found)
    assert list(drop.answers()) == []


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", "1", '{"id": 1, "came": "arrived"}', '{"came": "arrived"}',
     '{"id": "00000000-0000-8000-8000-000000000001", "came": "lost"}', "x" * 5000],
)  # fmt: skip
def test_an_answer_that_is_none_is_laid_aside_and_stops_nothing(
    tmp_path: Path, content: str
) -> None:
    answer(tmp_path, content)
    answer(tmp_path, json.dumps({"id": str(uuid4()), "came": "failed"}), "2.json")
    assert [one.has_arrived for one in FileDrop(tmp_path).answers()] == [False]
    assert [path.name for path in (tmp_path / "odd").iterdir()] == ["1.json"]


@given(st.sampled_from(["构造市", "罚", "公示", "2026", "91", "Ltd", "penalty", "http", "：//"]))
def test_the_text_of_a_reminder_says_nothing_of_anybody(fact: str) -> None:
    """No name, number, item or address of any notice; the same text for all of them."""
    assert fact not in REMINDER.zh
    assert fact not in REMINDER.en
    assert not any(one.isdigit() for one in REMINDER.zh + REMINDER.en)
