"""Every environment variable is declared once, documented, and refused by name when it is wrong."""

import re
from pathlib import Path

import pytest

from gongxin.config.environment import REPOSITORY, VARIABLES, EnvironmentRefused, read

# Read by the project's own files for other ends than configuration.
NOT_VARIABLES = {
    "GONGXIN_TOKEN",  # of a partner's own program, in examples/consumer
    "GONGXIN_TEST_HOME",  # tests tell their workers where the throw-away server is
}


def test_the_manual_shows_every_variable_with_its_default_and_both_texts() -> None:
    manual = (REPOSITORY / "docs/operations.md").read_text("utf-8")
    for variable in VARIABLES:
        row = (
            f"| `{variable.name}` | {variable.kind.replace('|', ' or ')} | {variable.unit} "
            f"| {f'`{variable.default}`' if variable.default else ''} "
            f"| {variable.zh} | {variable.en} |"
        )
        assert row in manual


def test_the_sample_shows_every_variable_with_its_default_and_nothing_else() -> None:
    lines = (REPOSITORY / "dotenv-sample").read_text("utf-8").splitlines()
    shown = [line.removeprefix("#") for line in lines if re.match(r"#?GONGXIN_", line)]
    assert shown == [f"{variable.name}={variable.default}" for variable in VARIABLES]


@pytest.mark.parametrize("folder", ["src", "scripts", "tests"])
def test_no_variable_is_read_that_is_not_declared(folder: str) -> None:
    declared = {variable.name for variable in VARIABLES} | NOT_VARIABLES
    for path in (REPOSITORY / folder).rglob("*.py"):
        for found in re.findall(r'environ[^\n]*?"(GONGXIN_[A-Z_]+)"', path.read_text("utf-8")):
            assert found in declared, f"{path}: declare {found} in config/environment.py"


def test_an_empty_environment_gives_the_defaults() -> None:
    environment = read({})
    assert environment.mode == "development"
    assert environment.jurisdiction == "xingning"
    assert environment.pool_size == 0
    assert environment.home.is_absolute()


def test_the_owner_is_the_application_where_only_one_address_is_given() -> None:
    assert read({"GONGXIN_DATABASE_URL": "postgresql:///x"}).owner_database_url == "postgresql:///x"


def test_home_is_taken_as_given_and_made_absolute() -> None:
    assert read({"GONGXIN_HOME": "here"}).home == Path.cwd() / "here"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GONGXIN_MODE", "prod"),
        ("GONGXIN_HTTPS", "true"),
        ("GONGXIN_POOL_SIZE", "four"),
        ("GONGXIN_POOL_SIZE", "-1"),
        ("GONGXIN_SHARED_BUFFERS_MIB", "１２８"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(EnvironmentRefused) as refused:
        read({name: value})
    assert refused.value.details == {"variable": name}
    assert name in refused.value.zh
    assert name in refused.value.en
