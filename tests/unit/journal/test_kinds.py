"""The log takes what its vocabulary declares, and nothing that could tell of a person."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.journal import kinds
from gongxin.journal.forms import Form, has_form
from gongxin.journal.kinds import Undeclared
from gongxin.journal.vocabulary import VOCABULARY

CHUNK = {"batch": 1, "chunk": 0, "rows": 5000}
ROOT = bytes(32)


def test_every_kind_is_named_once_in_both_languages() -> None:
    names = [kind.name for kind in VOCABULARY]
    assert len(names) == len(set(names)) == len(kinds.KINDS)
    for kind in VOCABULARY:
        assert re.fullmatch(r"[a-z]+\.[a-z_]+", kind.name)
        keys = [key.name for key in kind.keys]
        assert len(keys) == len(set(keys))
        texts = [(kind.zh, kind.en), *((key.zh, key.en) for key in kind.keys)]
        assert all(zh.strip() and en.strip() for zh, en in texts)


def test_a_declared_body_is_taken() -> None:
    kinds.ensure_declared("batch.chunk_admitted", CHUNK, ROOT)
    kinds.ensure_declared("batch.refused", {"batch": 1, "reason": "file.empty", "file": None}, None)


@pytest.mark.parametrize(
    ("kind", "body", "root"),
    [
        ("batch.eaten", CHUNK, ROOT),
        ("batch.chunk_admitted", {**CHUNK, "note": "x"}, ROOT),
        ("batch.chunk_admitted", {"batch": 1, "chunk": 0}, ROOT),
        ("batch.chunk_admitted", {**CHUNK, "rows": None}, ROOT),
        ("batch.chunk_admitted", {**CHUNK, "rows": "5000"}, ROOT),
        ("batch.chunk_admitted", {**CHUNK, "rows": True}, ROOT),
        ("batch.chunk_admitted", {**CHUNK, "rows": -1}, ROOT),
        ("batch.chunk_admitted", CHUNK, None),
        ("batch.chunk_admitted", CHUNK, b"short"),
        ("batch.refused", {"batch": 1, "reason": "因为文件是空的"}, None),
        ("batch.refused", {"batch": 1, "reason": "file.empty"}, ROOT),
    ],
)
def test_an_undeclared_body_is_a_mistake_of_the_program(
    kind: str, body: dict[str, str | int | None], root: bytes | None
) -> None:
    with pytest.raises(Undeclared):
        kinds.ensure_declared(kind, body, root)


@pytest.mark.parametrize(
    ("form", "fits"),
    [
        (Form.COUNT, 0),
        (Form.REF, 12),
        (Form.REF, "123e4567-e89b-42d3-a456-426614174000"),
        (Form.CODE, "repair.too_early"),
        (Form.ACCOUNT, "clerk.samr"),
        (Form.DIGEST, "ab" * 32),
        (Form.DAY, "2026-04-01"),
    ],
)
def test_each_form_takes_what_it_is_for(form: Form, fits: object) -> None:
    assert has_form(form, fits)


# A made-up identity number, a mobile number, a card number, a name, a unified code, an address.
PERSONAL = [
    "11010519491231002X",
    "110105194912310021",
    110105194912310021,
    "13800138000",
    13800138000,
    "6222020000000000000",
    "张三",
    "zhang san",
    "91350211M000100Y43",
    "一条街道1号",
    "x-13800138000",
]


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("value", PERSONAL)
def test_no_form_takes_a_number_or_name_of_a_person(form: Form, value: object) -> None:
    assert not has_form(form, value)


@given(st.text(), st.sampled_from(list(Form)))
def test_whatever_is_taken_is_short_and_of_plain_letters(value: str, form: Form) -> None:
    if has_form(form, value):
        assert value.isascii()
        assert len(value) <= 150
        assert "\n" not in value
