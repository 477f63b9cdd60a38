"""The signing key is made once, for its owner alone, and never replaced."""

import stat
from pathlib import Path

import pytest

from gongxin.journal import signing


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / signing.KEY_FILE
    first = signing.ensure_key(path)
    again = signing.ensure_key(path)
    assert first.private_bytes_raw() == again.private_bytes_raw()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == [signing.KEY_FILE]


def test_a_missing_key_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(signing.KeyMissing) as refusal:
        signing.read_key(tmp_path / signing.KEY_FILE)
    assert refusal.value.code == "journal.key_missing"
    assert refusal.value.remedy_zh
    assert refusal.value.remedy_en
