"""A file of evidence is kept once, sealed, within bounds; it is opened only where a scanner has no word against it."""

from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.attachments import actions, holding, kinds, queries
from gongxin.attachments.kinds import State, Type
from gongxin.attachments.models import File
from gongxin.attachments.queries import NotOpened
from gongxin.attachments.refusals import AttachmentRefused
from gongxin.journal import queries as log
from tests.builders import city, desk_attachments, evidence

pytestmark = pytest.mark.django_db
HOLDER = "case:one"


@pytest.fixture(autouse=True)
def _hall(tmp_path: Path, settings: Settings) -> None:
    """What a test leaves on the disk is its own."""
    city.city_hall()
    settings.GONGXIN_HOME = tmp_path / "home"


@pytest.fixture
def door(tmp_path: Path, settings: Settings) -> Path:
    """Where this site's scanner would answer."""
    settings.GONGXIN_CLAMD = tmp_path / "clamd.sock"
    return tmp_path / "clamd.sock"


def keep(
    content: bytes, name: str = "凭证.png", holder: str = HOLDER, agency: str = "samr"
) -> UUID:
    return actions.keep(
        holder=holder, agency_key=agency, content=content, name=name, by="owner.one", now=city.NOW
    )


def on_disk() -> list[Path]:
    folder = holding.folder(HOLDER)
    return sorted(folder.iterdir()) if folder.exists() else []


def test_what_is_kept_is_what_was_cleaned_and_lies_sealed_outside_the_database(
    settings: Settings,
) -> None:
    original = evidence.photographed()
    file = keep(original, "身份证440102199001011234.exe")
    with acting_for("samr"):
        (card,) = queries.of(HOLDER)
        content = queries.content(file)
    assert (card.type, card.name, card.state) == (Type.JPEG, "身份证….jpg", State.NOT_SCANNED)
    assert card.original_digest == sha256(original).digest()
    assert card.digest == sha256(content).digest()
    assert b"SecretPhone" not in content
    (path,) = on_disk()
    assert path.is_relative_to(settings.GONGXIN_HOME / "attachments")
    sealed = path.read_bytes()
    assert content[:64] not in sealed
    assert sha256(sealed).digest() == card.sealed_digest
    assert path.stat().st_mode & 0o077 == 0


def test_the_log_has_digests_and_no_name() -> None:
    file = keep(evidence.png(), "丁某的凭证.png")
    (leaf,) = log.entries_of("attachment.kept", 5)
    assert leaf.body["attachment"] == str(file)
    assert "丁某" not in str(leaf.body)
    assert "case" not in str(leaf.body)


def test_the_same_file_handed_in_twice_is_one_and_for_another_holder_another() -> None:
    first = keep(evidence.png())
    assert keep(evidence.png(), "又一次.png") == first
    assert keep(evidence.png(), holder="case:two") != first
    assert len(on_disk()) == 1


def test_a_holder_has_twenty_files_and_sixty_megabytes_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for width in range(kinds.FILES_MAX):
        keep(evidence.png(20 + width))
    with pytest.raises(AttachmentRefused) as caught:
        keep(evidence.png(99))
    assert caught.value.reason == "attachment.too_many"
    keep(evidence.png(20))  # what is there already is no new one
    keep(evidence.png(99), holder="case:two")
    monkeypatch.setattr(actions, "HOLDER_BYTES_MAX", 150)
    with pytest.raises(AttachmentRefused):
        keep(evidence.png(98), holder="case:two")


@pytest.mark.parametrize("what", ["gone", "changed", "moved", "another key"])
def test_a_file_that_is_not_as_it_was_kept_is_not_given(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = keep(evidence.png())
    (path,) = on_disk()
    if what == "gone":
        path.unlink()
    elif what == "changed":
        content = bytearray(path.read_bytes())
        content[-1] ^= 1
        path.write_bytes(bytes(content))
    elif what == "moved":
        keep(evidence.jpeg(), holder="case:two")
        (theirs,) = holding.folder("case:two").iterdir()
        path.write_bytes(theirs.read_bytes())
    else:
        path.write_bytes(b"k9:" + path.read_bytes().partition(b":")[2])
    with acting_for("samr"), pytest.raises(AttachmentRefused) as caught:
        queries.content(file)
    assert caught.value.reason == "attachment.gone"


# ------------------------------------------------------------------------------------ the wall


def test_another_agency_sees_neither_file_nor_verdict() -> None:
    file = keep(evidence.png())
    desk_attachments.looked_through(file)
    with acting_for("emergency"):
        assert queries.of(HOLDER) == []
        assert queries.card(file) is None
        with pytest.raises(AttachmentRefused):
            queries.content(file)
    assert queries.of(HOLDER) == [], "a transaction that says nothing sees nothing"
    with acting_for(EVERY_AGENCY):
        assert len(queries.of(HOLDER)) == 1
        assert queries.card(uuid4()) is None


# --------------------------------------------------------------------------------- the scanner


def test_what_a_scanner_finds_clean_is_clean(door: Path) -> None:
    original = evidence.photographed()
    with evidence.clamd(door) as daemon:
        file = keep(original)
    assert daemon.seen == [original], "it was shown what came, not what we made of it"
    with acting_for("samr"):
        (card,) = queries.of(HOLDER)
        assert card.state is State.CLEAN
        assert queries.content(file)


def test_what_a_scanner_finds_infected_is_not_taken(door: Path) -> None:
    with evidence.clamd(door), pytest.raises(AttachmentRefused) as caught:
        keep(evidence.png() + evidence.EICAR)
    assert caught.value.reason == "attachment.infected"
    assert on_disk() == []
    assert not File.objects.exists()


def test_while_the_scanner_is_down_nobody_opens_it_and_the_next_look_asks_again(door: Path) -> None:
    file = keep(evidence.png())
    with acting_for("samr"):
        assert queries.of(HOLDER)[0].state is State.WAITS
        with pytest.raises(NotOpened):
            queries.content(file)
        assert actions.ensure_scanned(file=file, by="x", now=city.NOW) is State.WAITS
        with evidence.clamd(door) as daemon:
            daemon.says = b"stream: read error ERROR"
            assert actions.ensure_scanned(file=file, by="x", now=city.NOW) is State.WAITS
            daemon.says = None
            assert actions.ensure_scanned(file=file, by="x", now=city.NOW) is State.CLEAN
            asked = len(daemon.seen)
            assert actions.ensure_scanned(file=file, by="x", now=city.NOW) is State.CLEAN
            assert len(daemon.seen) == asked, "once is enough"
        assert queries.content(file)


def test_found_later_it_stays_closed_whatever_is_said_afterwards(door: Path) -> None:
    file = keep(evidence.png())
    with acting_for("samr"), evidence.clamd(door) as daemon:
        daemon.says = b"stream: Win.Test FOUND"
        assert actions.ensure_scanned(file=file, by="x", now=city.NOW) is State.INFECTED
        daemon.says = None
        assert actions.ensure_scanned(file=file, by="x", now=city.NOW) is State.INFECTED
        with pytest.raises(NotOpened) as caught:
            queries.content(file)
    assert caught.value.reason == "attachment.infected"


def test_a_site_that_gets_a_scanner_asks_it_about_what_came_before(
    tmp_path: Path, settings: Settings
) -> None:
    file = keep(evidence.png())
    settings.GONGXIN_CLAMD = tmp_path / "clamd.sock"
    with acting_for("samr"):
        assert queries.of(HOLDER)[0].state is State.WAITS
        with evidence.clamd(settings.GONGXIN_CLAMD):
            assert actions.ensure_scanned(file=file, by="x", now=city.NOW) is State.CLEAN
