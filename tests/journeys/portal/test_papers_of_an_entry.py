"""The page of an entry prints its procedure, and says whether a reader's paper is the one: nothing of the paper is kept or shown."""

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.builders import catalogue, city, files
from tests.builders.codes import unified_code

pytestmark = pytest.mark.django_db
DECISION = b"the decision, as it was served"


@pytest.fixture
def address() -> str:
    city.city_hall()
    return entered(1)


def entered(serial: int) -> str:
    """The address of an entry in a list of serious dishonesty, released."""
    city.register(serial)
    item = catalogue.items()["serious_list_entry"]
    row = catalogue.row(
        item,
        XDR_MC=files.body_name(serial),
        XDR_SHXYM=unified_code(serial),
        YZ_JDZY=sha256(DECISION).hexdigest(),
    )
    receipt = city.send(catalogue.table(item, [row]), item=item.code, agency=item.agencies[0])
    city.release(receipt)
    return f"/r/{city.public(serial)[0].record}"


def test_the_procedure_is_printed_with_its_source_and_without_digests(
    address: str, client: Client
) -> None:
    page = client.get(address).content.decode()
    for paper in ("事先告知书", "陈述申辩材料", "决定书", "送达回证", "构市监严告〔2026〕1号"):
        assert paper in page
    assert sha256(DECISION).hexdigest() not in page


def test_a_paper_is_compared_by_its_bytes_or_its_digest(address: str, client: Client) -> None:
    upload = {"paper": SimpleUploadedFile("a.pdf", DECISION)}
    assert "一致：您的文书就是" in client.post(address, upload).content.decode()
    digest = sha256(DECISION).hexdigest()
    typed = f" {digest[:32].upper()} {digest[32:]} "
    assert "一致：您的文书就是" in client.post(address, {"paper_digest": typed}).content.decode()
    other = client.post(address, {"paper": SimpleUploadedFile("a.pdf", DECISION + b".")})
    assert "不一致：" in other.content.decode()
    assert "没有收到文件" in client.post(address, {"paper_digest": "abc"}).content.decode()


def test_no_cookie_and_no_other_site(address: str, client: Client) -> None:
    answer = client.post(address, {"paper_digest": "a" * 64})
    assert answer.cookies == {}
    foreign = client.post(
        address, {"paper_digest": "a" * 64}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert foreign.status_code == 403


def test_of_what_nobody_may_read_nothing_is_compared(address: str, client: Client) -> None:
    hidden = address[:-1] + ("0" if address[-1] != "0" else "1")
    assert client.post(hidden, {"paper": SimpleUploadedFile("a.pdf", DECISION)}).status_code == 404


def test_a_record_that_is_no_list_has_no_such_section(client: Client) -> None:
    city.city_hall()
    record = city.published_penalty(1)
    assert "列入经过的程序" not in client.get(f"/r/{record}").content.decode()
