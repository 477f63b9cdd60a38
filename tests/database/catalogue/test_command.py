"""Does `gongxin catalogue` say what the law holds, refuse what is declined, and load it once?"""

import argparse
import json
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from gongxin.jobs.commands import catalogue
from gongxin.jurisdiction import ItemUnknown

pytestmark = pytest.mark.usefixtures("fresh_database")  # nothing is in force yet
FOLDER = Path(settings.GONGXIN_JURISDICTIONS_DIRECTORY)


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    catalogue.configure(parser)
    return catalogue.run(parser.parse_args(words))


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    folder = tmp_path / "jurisdictions"
    shutil.copytree(FOLDER, folder)
    return folder


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_lint_finds_nothing_to_refuse_in_our_own_catalogue(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("lint", "--json") == 0
    assert json.loads(capsys.readouterr().out)["complaints"] == []


def test_lint_names_the_place_the_row_and_the_reason_and_ends_with_1(
    edited: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace_in(edited / "cn/items/penalty.toml", 'zh = "备注"', 'zh = "婚姻状况"')
    assert run("lint", str(edited), "--json") == 1
    (complaint,) = json.loads(capsys.readouterr().out)["complaints"]
    assert complaint["place"] == "penalty:1.BZ"
    assert (complaint["row"], complaint["family"]) == ("D2", "family_life")
    assert complaint["zh"]
    assert complaint["en"]
    assert run("lint", str(edited)) == 1
    assert "penalty:1.BZ  [D2]" in capsys.readouterr().out


def test_lint_names_the_drafts_of_production(capsys: pytest.CaptureFixture[str]) -> None:
    with override_settings(GONGXIN_MODE="production"):
        assert run("lint", "--json") == 0
    drafts = {draft["what"] for draft in json.loads(capsys.readouterr().out)["drafts"]}
    assert "publication:cn.order58:general" in drafts


def test_load_then_show_then_diff(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("load", "--json") == 0
    first = json.loads(capsys.readouterr().out)
    assert first["changed"] is True
    assert {"licence", "penalty", "registration"} <= set(first["items"])
    assert run("load", "--json") == 0
    assert json.loads(capsys.readouterr().out)["changed"] is False

    assert run("show", "--json") == 0
    assert [i["code"] for i in json.loads(capsys.readouterr().out)] == first["items"]
    assert run("show", "penalty") == 0
    shown = capsys.readouterr().out
    assert "CF_NR_FK" in shown
    assert "cn.order36" in shown

    assert run("diff") == 0
    assert capsys.readouterr().out == ""
    replace_in(edited / "cn/publication.toml", "ceiling_months = 12", "ceiling_months = 6")
    assert run("diff", str(FOLDER), str(edited), "--json") == 0
    (change,) = json.loads(capsys.readouterr().out)
    assert (change["before"], change["after"]) == ("12", "6")
    assert run("diff", str(FOLDER), str(edited)) == 0
    assert "ceiling_months\n    - 12\n    + 6" in capsys.readouterr().out


def test_show_of_a_day_before_the_item_is_a_refusal() -> None:
    run("load")
    with pytest.raises(ItemUnknown):
        run("show", "penalty", "--on", "2017-01-01")
