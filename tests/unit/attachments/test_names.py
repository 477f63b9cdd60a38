"""Under which name a file is shown: never a path, a number of a person, or a character that nobody sees."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.attachments.kinds import Type
from gongxin.attachments.names import shown


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("缴款凭证.pdf", Type.PDF, "缴款凭证.pdf"),
        ("缴款凭证.exe", Type.PDF, "缴款凭证.pdf"),
        ("photo.JPG", Type.JPEG, "photo.jpg"),
        ("../../etc/passwd", Type.PNG, "passwd.png"),
        ("C:\\Users\\丁\\scan.png", Type.PNG, "scan.png"),
        ("440102199001011234.jpg", Type.JPEG, "….jpg"),
        ("身份证44010219900101123X正面.jpg", Type.JPEG, "身份证…正面.jpg"),
        ("gpj.\u202eexe", Type.JPEG, "gpj.jpg"),
        ("\x00\x01", Type.PDF, "file.pdf"),
        ("", Type.PDF, "file.pdf"),
        ('a"b<c>.pdf', Type.PDF, "a_b_c_.pdf"),
        ("长" * 200, Type.PDF, "长" * 60 + ".pdf"),
    ],
)
def test_names(name: str, kind: Type, said: str) -> None:
    assert shown(name, kind) == said


@given(st.text(max_size=120), st.sampled_from(list(Type)))
def test_any_name_is_one_line_that_can_stand_in_a_header(name: str, kind: Type) -> None:
    said = shown(name, kind)
    assert 4 < len(said) <= 66
    assert not set(said) & set('/\\"<>:|?*%\r\n\0')
    assert all(unicodedata.category(c)[0] not in "C" for c in said)
