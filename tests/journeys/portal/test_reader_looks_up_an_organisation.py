"""Somebody looks up an organisation: by name through a list, by code at once, never by a number of a person."""

import pytest
from django.test import Client

from tests.builders import city, files
from tests.builders.codes import unified_code

pytestmark = pytest.mark.usefixtures("hall")

RESIDENT_ID = "11010519491231002X"  # the example of GB 11643 itself
PERSONAL = [RESIDENT_ID, "１１０１０５１９４９１２３１００２Ｘ", "110105491231003", "13800138000",
            "+86 138 0013 8000", "张三 13800138000", "4111 1111 1111 1111"]  # fmt: skip


def test_a_name_leads_to_a_list_and_from_there_to_the_page(client: Client) -> None:
    city.register(1, 2)
    posted = client.post("/search", {"q": files.body_name(1)})
    assert posted.status_code == 303
    found = client.get(posted["Location"])
    assert files.body_name(1) in found.text
    (hit,) = [h for h in found.text.split('href="') if h.startswith("/o/")][:1]
    shown = client.get(hit.split('"')[0])
    assert files.body_name(1) in shown.text
    assert unified_code(1)[-1] in shown.text


def test_a_list_of_names_shows_no_record(client: Client) -> None:
    city.published_penalty(1)
    found = client.get("/search", {"q": files.body_name(1)})
    assert files.body_name(1) in found.text
    assert "构市监罚" not in found.text


def test_a_code_leads_straight_to_the_page_and_never_stands_in_an_address(client: Client) -> None:
    city.register(1)
    answer = client.post("/search", {"q": unified_code(1).lower()})
    assert answer.status_code == 303
    assert answer["Location"].startswith("/o/")
    assert unified_code(1) not in answer["Location"]


def test_a_code_nobody_has_finds_nothing_and_leads_nowhere(client: Client) -> None:
    answer = client.post("/search", {"q": unified_code(9)})
    assert answer.status_code == 200
    assert "没有找到" in answer.text


@pytest.mark.parametrize("typed", PERSONAL)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_number_of_a_person_is_neither_searched_nor_repeated(
    client: Client, typed: str, method: str
) -> None:
    answer = getattr(client, method)("/search", {"q": typed})
    assert answer.status_code == 422
    assert "没有查询" in answer.text
    assert typed not in answer.text
    assert 'value=""' in answer.text
    assert answer["Cache-Control"] == "no-store"


def test_an_empty_box_asks_for_something(client: Client) -> None:
    assert client.post("/search", {"q": "  "}).status_code == 200
    assert client.get("/search").status_code == 200


@pytest.mark.parametrize("typed", ["\x00", "%", "_", "'; --", "\ud83d\ude00" * 60, "甲" * 5000])
def test_anything_else_that_is_typed_gets_an_answer(client: Client, typed: str) -> None:
    clean = typed.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    assert client.get("/search", {"q": clean}).status_code == 200


def test_a_long_list_is_cut_and_says_so(client: Client) -> None:
    city.register(*range(1, 31))
    found = client.get("/search", {"q": "构造市样例"})
    assert found.text.count('href="/o/') == 20
    assert "只显示最接近的 20 家" in found.text


def test_a_deregistered_individual_business_has_no_page_and_is_not_found(client: Client) -> None:
    code, name = unified_code(5, prefix="92"), "构造市样例个体戊商行"
    row = files.registered(5, code=code, name=name)
    city.register(rows=[row])
    page = client.post("/search", {"q": code})["Location"]
    assert client.get(page).status_code == 200
    city.register(rows=[{**row, "status": "注销"}])
    assert client.get(page).status_code == 404
    assert client.post("/search", {"q": code}).status_code == 200
    assert 'href="/o/' not in client.get("/search", {"q": name}).text


def test_an_individual_business_is_not_found_by_a_part_of_its_name(client: Client) -> None:
    code, name = unified_code(6, prefix="92"), "构造市样例个体己商行"
    city.register(rows=[files.registered(6, code=code, name=name)])
    assert 'href="/o/' not in client.get("/search", {"q": "个体己商"}).text
    assert 'href="/o/' in client.get("/search", {"q": name}).text
