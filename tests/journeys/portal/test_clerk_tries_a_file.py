"""A clerk drops a table on the trial page: the causes come back, nothing is stored."""

from threading import BoundedSemaphore

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from gongxin.look import upload
from gongxin.portal.views import attempt
from tests.builders import city, earlier_files, files
from tests.builders.hostile_records import json_lines, push_xml

pytestmark = pytest.mark.usefixtures("hall")


def stored() -> dict[str, int]:
    """Rows of every table but the counters of requests."""
    with connection.cursor() as cursor:
        tables = [
            t for t in connection.introspection.table_names(cursor) if not t.startswith("limits_")
        ]
        counts = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counts[table] = int(cursor.fetchone()[0])
    return counts


def drop(client: Client, content: bytes, *, item: str = "penalty", name: str = "t.csv") -> str:
    answer = client.post("/try", {"item": item, "file": SimpleUploadedFile(name, content)})
    assert answer.status_code in {200, 422}, answer.status_code
    assert answer["Cache-Control"] == "no-store"
    return answer.text


def test_a_sound_file_would_be_taken_and_nothing_is_stored(client: Client) -> None:
    before = stored()
    rows = [files.penalty(n, authority_code=city.samr_code()) for n in (1, 2, 3)]
    text = drop(client, files.table(rows))
    assert "结果：共 3 行" in text
    assert "法定代表人" in text  # the column is said to have been cut
    assert files.PENALTY["法定代表人"] not in text
    assert stored() == before


def test_a_faulty_row_comes_back_with_its_cause_place_and_remedy(client: Client) -> None:
    rows = [files.penalty(n, authority_code=city.samr_code()) for n in (1, 2)]
    rows[1]["处罚决定日期"] = "2031-01-01"
    text = drop(client, files.table(rows))
    assert "处罚决定日期" in text
    assert 'href="/checks#date.' in text


def test_an_old_template_in_the_form_of_the_former_push_says_what_it_was_read_as(
    client: Client,
) -> None:
    before = stored()
    rows = [earlier_files.penalty(1), earlier_files.penalty(2, CF_ZT="1")]
    text = drop(client, push_xml(rows), name="push.xml")
    assert "按双公示旧模板（2015–2018）读取" in text
    assert "已撤销的决定不得作为现行记录收录" in text
    assert "地方编码" in text
    assert "‹" not in text
    assert stored() == before


def test_json_lines_are_tried_like_a_table(client: Client) -> None:
    rows = [files.penalty(n, authority_code=city.samr_code()) for n in (1, 2, 3)]
    text = drop(client, json_lines(rows), name="t.jsonl")
    assert "结果：共 3 行" in text
    assert files.PENALTY["法定代表人"] not in text


def test_a_number_of_a_person_in_a_text_is_not_shown_again(client: Client) -> None:
    rows = [files.penalty(1, authority_code=city.samr_code(), 违法事实="联系人电话13800138000")]
    assert "13800138000" not in drop(client, files.table(rows))


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 64, b"PK\x03\x04rubbish", b"a,b\n1,2\n", b"%PDF-1.7"]
)
def test_a_file_that_is_no_table_of_the_item_is_refused_with_a_reason(
    client: Client, content: bytes
) -> None:
    text = drop(client, content)
    assert "这份文件没法核对" in text


def test_no_file_at_all_is_said_too(client: Client) -> None:
    answer = client.post("/try", {"item": "penalty"})
    assert answer.status_code == 422


def test_the_sample_shows_what_a_faulty_file_looks_like(client: Client) -> None:
    before = stored()
    answer = client.post("/try", {"sample": "1"})
    assert answer.status_code == 200
    assert answer.text.count('class="cause ') >= 8
    assert stored() == before


def test_a_file_beyond_the_bound_is_turned_away(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "FILE_BYTES_MAX", 1000)
    answer = client.post(
        "/try", {"item": "penalty", "file": SimpleUploadedFile("t.csv", b"a" * 2000)}
    )
    assert answer.status_code == 413
    monkeypatch.setattr(upload, "REQUEST_BYTES_MAX", 500)
    answer = client.post(
        "/try", {"item": "penalty", "file": SimpleUploadedFile("t.csv", b"a" * 2000)}
    )
    assert answer.status_code == 413


def test_another_site_cannot_make_its_readers_upload(client: Client) -> None:
    answer = client.post("/try", {"sample": "1"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_an_unknown_item_is_a_wrong_request(client: Client) -> None:
    answer = client.post("/try", {"item": "nothing", "file": SimpleUploadedFile("t.csv", b"a")})
    assert answer.status_code == 400


def test_the_empty_headers_of_an_item_are_read_back_without_a_stranger(client: Client) -> None:
    headers = client.get("/catalogue/penalty/template.csv").content
    text = drop(client, headers)
    assert "这些列不在目录里" not in text


def test_a_busy_server_says_when_to_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempt, "PLACES", BoundedSemaphore(1))
    attempt.PLACES.acquire()
    answer = client.post("/try", {"sample": "1"})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "10"
    attempt.PLACES.release()
    for _ in range(2):  # a place is given back
        assert client.post("/try", {"sample": "1"}).status_code == 200
