"""What a partner must be to be proposed; what its token looks like."""

from base64 import b64encode
from dataclasses import replace

import pytest

from gongxin.exchange import terms, tokens
from gongxin.exchange.terms import PartnerRefused, PartnerState, Plan, Reach
from tests.builders.partners import plan

PURPOSES = {"commercial_credit"}
KEY = b64encode(bytes(32)).decode()


def test_a_plan_comes_back_from_its_content() -> None:
    whole = replace(plan("bank-a"), reach=Reach("https://bank.example/recalls", KEY, renew=True))
    assert Plan.from_content(whole.as_content()) == whole


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("key", {"key": "Bank"}),
        ("key", {"key": "a"}),
        ("key", {"key": "a123456789"}),
        ("key", {"key": "bank-"}),
        ("kind", {"kind": "person"}),
        ("name", {"zh": " "}),
        ("name", {"en": ""}),
        ("uscc", {"uscc": "91110000600037341X"}),
        ("purpose", {"purpose": "curiosity"}),
        ("basis", {"basis": ""}),
        ("webhook", {"reach": Reach("http://bank.example/", None)}),
        ("ack_key", {"reach": Reach(None, "AAAA")}),
        ("ack_key", {"reach": Reach(None, "not base64")}),
    ],
)
def test_what_does_not_fit_is_named(field: str, change: dict[str, object]) -> None:
    with pytest.raises(PartnerRefused) as refused:
        terms.checked(replace(plan("bank-a"), **change), PURPOSES)  # type: ignore[arg-type]
    assert refused.value.details == {"field": field}


def test_an_empty_address_is_none() -> None:
    assert terms.checked_reach(Reach(" ", "")) == Reach(None, None)


def test_what_stands_in_the_way_first_is_said() -> None:
    assert terms.state_of(closed=True, token_waits=False) is PartnerState.CLOSED
    assert terms.state_of(closed=False, token_waits=True) is PartnerState.WAITING
    assert terms.state_of(closed=False, token_waits=False) is PartnerState.LIVE


def test_tokens_are_found_by_programs_that_look_for_secrets() -> None:
    one, other = tokens.new_secret(), tokens.new_secret()
    assert one != other
    assert tokens.has_form(one)
    assert one.startswith("gxp_")
    assert not tokens.has_form("gx_" + one[4:])
    assert len(tokens.digest(one)) == 32
