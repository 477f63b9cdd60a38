"""What kind of body a number and a type text speak of."""

import pytest

from gongxin.subjects.kinds import kind_of, status_of

KINDS = (
    ("uscc", "91999999", None, "enterprise"),
    ("uscc", "92999999", None, "individual_business"),
    ("uscc", "91999999", "个体工商户", "individual_business"),  # doubt guards the name
    ("uscc", "93999999", "农民专业合作社", "cooperative"),
    ("uscc", "N2999999", None, "collective"),
    ("uscc", "11999999", None, "government"),
    ("uscc", "12999999", None, "institution"),
    ("uscc", "52999999", None, "social_organisation"),
    ("uscc", "Y1999999", "有限责任公司", "enterprise"),
    ("uscc", "Y1999999", None, "other"),
    ("reg15", "4414816000001", None, "individual_business"),
    ("reg15", "4414810000001", None, "enterprise"),
    ("coop", "441481NA000338X", None, "cooperative"),
    ("reg13", "3209231100626", "集体所有制", "enterprise"),
    ("reg13", "3209231100626", "cooperative", "cooperative"),
    ("reg13", "3209231100626", None, "other"),
)


@pytest.mark.parametrize(("scheme", "value", "text", "kind"), KINDS)
def test_the_kind_follows_the_number_then_the_words(
    scheme: str, value: str, text: str | None, kind: str
) -> None:
    assert kind_of(scheme, value, text) == kind


@pytest.mark.parametrize(
    ("text", "status"),
    [("存续", "active"), ("存续（在营、开业、在册）", "active"), ("注销", "deregistered"), ("吊销，未注销", "revoked"),
     ("吊销", "revoked"), ("active", "active"), ("奇怪", "unknown"), (None, "unknown")],
)  # fmt: skip
def test_the_status_follows_the_registers_word(text: str | None, status: str) -> None:
    assert status_of(text) == status
