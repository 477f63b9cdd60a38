"""What somebody typed: a name, a code, or a number of a person."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.search.typed import Typed, what
from tests.builders.codes import unified_code


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", Typed.NOTHING),
        (" 　-", Typed.NOTHING),
        ("构造市样例甲有限公司", Typed.NAME),
        ("360构造网络", Typed.NAME),
        ("ACME", Typed.NAME),
        (unified_code(1), Typed.CODE),
        (unified_code(1).lower(), Typed.CODE),
        ("110108000000016", Typed.CODE),  # GS 15-2006, of a body
        ("441481NA000012X", Typed.CODE),  # a co-operative's
        ("11010519491231002X", Typed.PERSONAL),  # the example of GB 11643
        ("110105 19491231 002x", Typed.PERSONAL),
        ("110105194912310021", Typed.PERSONAL),  # mistyped, still somebody's
        ("13800138000", Typed.PERSONAL),
        ("+8613800138000", Typed.PERSONAL),
        ("138-0013-8000", Typed.PERSONAL),
        ("张三13800138000", Typed.PERSONAL),
        ("一三八〇〇一三八〇〇〇", Typed.PERSONAL),
        ("一一〇一〇五一九四九一二三一〇〇二X", Typed.PERSONAL),
        ("110105/19491231/002X", Typed.PERSONAL),
        ("构造市一二三四五有限公司", Typed.NAME),
        ("4111111111111111", Typed.PERSONAL),  # a card number that passes ISO/IEC 7812
    ],
)
def test_what_was_typed(text: str, kind: Typed) -> None:
    assert what(text) is kind


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=99_999_999))
def test_the_unified_code_of_a_body_is_a_code(serial: int) -> None:
    assert what(unified_code(serial)) is Typed.CODE


@settings(deadline=None)
@given(st.text(max_size=120))
def test_anything_typed_is_one_of_the_four(text: str) -> None:
    assert what(text) in Typed
