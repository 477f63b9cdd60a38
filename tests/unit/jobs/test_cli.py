"""The command answers fast, ends with the code that scripts rely on, and says "no" in two languages."""

import json
import subprocess
import sys
from collections.abc import Mapping

import pytest

from gongxin.config.environment import REPOSITORY
from gongxin.jobs import cli, outcome
from gongxin.refusal import Refusal

NOWHERE = {
    "GONGXIN_HOME": "/nonexistent/gongxin",
    "GONGXIN_DATABASE_URL": "host=/nonexistent user=nobody dbname=nothing",
}


def gongxin(
    *arguments: str, environment: Mapping[str, str] = NOWHERE
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gongxin.jobs.cli", *arguments],
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(REPOSITORY / "src"), **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_overview_shows_every_command_in_both_languages() -> None:
    shown = gongxin("--help")
    assert shown.returncode == 0
    text = " ".join(shown.stdout.split())
    for command in cli.commands().values():
        assert command.zh.split()[0] in text
        assert command.en.split()[0] in text


def test_asking_for_help_loads_neither_django_nor_polars() -> None:
    asked = """if True:
        import sys
        from gongxin.jobs import cli
        try:
            cli.main(["--help"])
        except SystemExit:
            pass
        found = {"django", "polars", "numpy", "psycopg"} & set(sys.modules)
        sys.exit(repr(found) if found else 0)
    """
    ran = subprocess.run(
        [sys.executable, "-c", asked],
        env={"PYTHONPATH": str(REPOSITORY / "src")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


def test_every_command_is_named_like_its_module() -> None:
    for name, command in cli.commands().items():
        assert command.module.rsplit(".", 1)[1] == name.replace("-", "_")


@pytest.mark.parametrize("arguments", [(), ("nonsense",), ("serve", "--port", "many"), ("up", "x")])
def test_wrong_use_ends_with_2_and_leaves_standard_output_empty(arguments: tuple[str, ...]) -> None:
    ended = gongxin(*arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr


def test_a_database_that_does_not_answer_is_a_refusal_in_both_languages() -> None:
    ended = gongxin("up")
    assert ended.returncode == 1
    assert "database.not_reached" in ended.stderr
    assert "没有应答" in ended.stderr
    assert "does not answer" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_wrong_environment_is_a_refusal() -> None:
    ended = gongxin("up", environment={**NOWHERE, "GONGXIN_MODE": "prod"})
    assert ended.returncode == 1
    assert "GONGXIN_MODE" in ended.stderr
    assert "Traceback" not in ended.stderr


class SampleRefused(Refusal):
    code = "sample.refused"


def test_with_json_a_refusal_is_one_document_on_standard_output(
    capsys: pytest.CaptureFixture[str],
) -> None:
    refusal = SampleRefused("不行", "no", remedy_zh="改", remedy_en="mend it", details={"row": 3})
    outcome.tell_refusal(refusal, as_json=True)
    out, err = capsys.readouterr()
    assert json.loads(out) == {"error": refusal.as_document()}
    assert err == "[sample.refused] 不行\nno\n→ 改\n→ mend it\n"
