"""`gongxin source` and the worker's round: what is due is read, and what one source refuses keeps no other."""

import argparse
import json

import pytest

from gongxin.jobs.commands import source, worker
from tests.builders import city, machines

pytestmark = pytest.mark.django_db


def test_the_list_says_where_each_source_stands(capsys: pytest.CaptureFixture[str]) -> None:
    city.city_hall()
    identity = machines.opened_source(port=9)
    worker.draw()  # nobody listens there
    assert "cannot be reached" in capsys.readouterr().err
    source.run(argparse.Namespace(act="list", json=True))
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["source"], listed["agency"], listed["state"]) == (str(identity), "samr", "open")
    assert listed["last_error"] == "source.unreachable"
    assert "sesame" not in json.dumps(listed)
    worker.draw()  # not due again
    assert capsys.readouterr().err == ""
