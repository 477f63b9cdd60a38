"""The parent believes nothing its child says: odd messages end in a refusal, and an orphaned child ends by itself."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongxin.intake.reading.conversation import _Messages
from gongxin.intake.reading.frames import HEAD, Kind
from gongxin.intake.reading.plan import Limits
from gongxin.intake.reading.refusals import FileRefused
from tests.unit.intake.reading import processes

SOURCE = str(Path(__file__).parents[4])


def message(kind: bytes, payload: bytes, length: int | None = None) -> bytes:
    return HEAD.pack(kind, len(payload) if length is None else length) + payload


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=30),
            st.builds(message, st.sampled_from([k.value for k in Kind]), st.binary(max_size=9)),
            st.builds(message, st.sampled_from([b"T", b"F"]), st.binary(min_size=1, max_size=9)),
        ),
        max_size=6,
    ),
    st.integers(1, 12),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_from_a_child_are_messages_or_a_refusal(
    tmp_path: Path, said: list[bytes], size: int
) -> None:
    for path in tmp_path.iterdir():
        path.unlink()
    messages = _Messages(tmp_path, Limits())
    stream = b"".join(said)
    try:
        for start in range(0, len(stream), size):
            messages.take(stream[start : start + size])
    except FileRefused as no:
        assert no.code == "file.parser_died"  # noqa: PT017
    finally:
        messages.close()
    assert len(list(tmp_path.glob("table-*"))) == messages.answer.tables


@pytest.mark.parametrize(
    "said",
    [
        message(b"Z", b"x"),
        message(b"D", b""),
        message(b"D", b"{"),
        message(b"D", b"x", length=1 << 40),
        message(b"F", b"findings before any table"),
        message(b"T", b"t") + message(b"F", b"a") + message(b"F", b"a second time"),
    ],
)
def test_a_message_out_of_order_is_refused(said: bytes, tmp_path: Path) -> None:
    messages = _Messages(tmp_path, Limits())
    with pytest.raises(FileRefused) as refusal:
        messages.take(said)
    messages.close()
    assert refusal.value.code == "file.parser_died"


def test_a_child_may_not_fill_the_disk(tmp_path: Path) -> None:
    messages = _Messages(tmp_path, replace(Limits(), output_bytes=100))
    with pytest.raises(FileRefused) as refusal:
        messages.take(message(b"T", bytes(200)))
    messages.close()
    assert (refusal.value.code, refusal.value.details["limit"]) == ("file.too_large", 100)


PARENT = """
import io, json, sys
sys.path[:0] = [SOURCE, SOURCE + "/src"]
from pathlib import Path
from gongxin.intake.reading import conversation, read_table
from tests.unit.intake.reading import processes
from tests.unit.intake.reading.plans import PLAN
class Endless(io.BytesIO):
    def read(self, size=-1):
        import time
        me = __import__("os").getpid()
        print(json.dumps(processes.nurseries(me) + processes.readers(me)), flush=True)
        time.sleep(60)
read_table(Endless(b"x"), name="x", plan=PLAN, out_dir=Path(sys.argv[1]))
"""


def test_a_child_whose_parent_was_killed_ends_by_itself(tmp_path: Path) -> None:
    script = PARENT.replace("SOURCE", repr(SOURCE))
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout
        children = json.loads(parent.stdout.readline())
        assert len(children) == 2, "the nursery and who reads"
        os.kill(parent.pid, signal.SIGKILL)
    for _ in range(300):
        if not [pid for pid in children if processes.lives(pid)]:
            return
        time.sleep(0.1)
    pytest.fail("they live on")
