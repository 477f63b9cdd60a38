"""Signed notes are those of C2SP and of Go's checksum database; anything else is refused with a reason."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from gongxin.journal import notes
from gongxin.journal.notes import Checkpoint, NoteRefused

# golang.org/x/mod/sumdb/note, package documentation and tests.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SECRET = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PETER = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
    "otpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_KEY = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
ENOCH = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33"
    "WWd1RvMc+QQ=\n"
)
# c2sp.org/signed-note, the example of the specification.
SPEC_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPEC_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXm"
    "RKuwHjG1Yu72IneyaQM=\n"
)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ORIGIN = "gongxin/xingning/journal"
VERIFIER = notes.verifier_of(ORIGIN, KEY)
CHECKPOINT = Checkpoint(ORIGIN, 7, bytes(range(32)))
NOTE = notes.sign(CHECKPOINT.text(), name=ORIGIN, key=KEY)


def test_the_notes_of_go_and_of_the_specification_are_verified() -> None:
    assert notes.verified(f"{GO_TEXT}\n{PETER}", notes.parse_verifier(GO_KEY)) == GO_TEXT
    both = f"{GO_TEXT}\n{PETER}{ENOCH}"
    assert notes.verified(both, notes.parse_verifier(GO_KEY)) == GO_TEXT
    assert notes.verified(both, notes.parse_verifier(ENOCH_KEY)) == GO_TEXT
    message = notes.verified(SPEC_NOTE, notes.parse_verifier(SPEC_KEY))
    assert message == "This is an example message.\n"


def test_signing_with_the_published_key_gives_the_published_note() -> None:
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(GO_SECRET)[1:])
    assert notes.verifier_of("PeterNeumann", key).text() == GO_KEY
    assert notes.sign(GO_TEXT, name="PeterNeumann", key=key) == f"{GO_TEXT}\n{PETER}"


def test_no_part_of_a_verifier_key_is_one_and_no_changed_one_either() -> None:
    # The mangling of golang.org/x/mod/sumdb/note TestNewVerifier.
    parts = {GO_KEY[i:j] for i in range(len(GO_KEY)) for j in range(i + 1, len(GO_KEY) + 1)}
    changed = {GO_KEY[:i] + chr(ord(GO_KEY[i]) + 1) + GO_KEY[i + 1 :] for i in range(len(GO_KEY))}
    wrong_length = "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=="
    unknown_algorithm = "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    for text in (parts | changed | {wrong_length, unknown_algorithm, ""}) - {GO_KEY}:
        with pytest.raises(NoteRefused):
            notes.parse_verifier(text)


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        GO_TEXT,
        f"{GO_TEXT}{PETER}",
        f"{GO_TEXT}\n{PETER[:-1]}",
        f"{GO_TEXT}\n{PETER}\n",
        f"{GO_TEXT}\n{PETER}{PETER[2:]}",
        f"{GO_TEXT}\n{ENOCH}",
        f"{GO_TEXT}\n— PeterNeumann x08go\n",
        f"{GO_TEXT}\n— PeterNeumann x08go/ZJ*\n",
        f"{GO_TEXT}\r\n\n{PETER}",
        f"other\n\n{PETER}",
        f"{GO_TEXT}\n{PETER.replace('ZJ', 'zJ')}",
        f"{GO_TEXT}\n{ENOCH * 17}",
        f"{'x' * 200_000}\n\n{PETER}",
    ],
)
def test_a_damaged_note_is_refused(damaged: str) -> None:
    with pytest.raises(NoteRefused):
        notes.verified(damaged, notes.parse_verifier(GO_KEY))


@given(st.data())
def test_a_checkpoint_with_one_changed_character_is_refused_or_says_the_same(
    draw: st.DataObject,
) -> None:
    place = draw.draw(st.integers(0, len(NOTE) - 1))
    letter = draw.draw(st.characters(exclude_categories=["Cs"]))
    changed = NOTE[:place] + letter + NOTE[place + 1 :]
    if changed == NOTE:
        assert notes.verified_checkpoint(changed, VERIFIER) == CHECKPOINT
    else:
        with pytest.raises(NoteRefused):
            notes.verified_checkpoint(changed, VERIFIER)


def test_a_checkpoint_of_the_specification_is_read() -> None:
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    checkpoint = notes.parse_checkpoint(text)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.text() == text
    extended = notes.parse_checkpoint(f"{text}more\n")
    assert extended.extensions == ("more",)
    assert extended.text() == f"{text}more\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        "a\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "a\n1\nCsU=\n",
        "a\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n",
        "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteRefused):
        notes.parse_checkpoint(text)


def test_a_checkpoint_signed_by_us_for_another_log_is_refused() -> None:
    foreign = Checkpoint("gongxin/elsewhere/journal", 7, bytes(32))
    note = notes.sign(foreign.text(), name=ORIGIN, key=KEY)
    with pytest.raises(NoteRefused) as refusal:
        notes.verified_checkpoint(note, VERIFIER)
    assert refusal.value.code == "journal.note_refused"


def test_a_proof_is_written_as_the_specification_says() -> None:
    text = notes.proof_text(index=3, proof=[bytes(32)], leaf=b"x", checkpoint=NOTE)
    empty = base64.b64encode(bytes(32)).decode()
    assert text == f"c2sp.org/tlog-proof@v1\nextra eA==\nindex 3\n{empty}\n\n{NOTE}"
