"""A file of the template of 2015-2018 comes in: read as what it is, converted, held where it says it is not for the public."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest
from django.conf import settings
from django.db import connection

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.catalogue import queries as catalogue
from gongxin.intake import conveyor, keeping, queries, trial
from gongxin.intake.conveyor import Incoming
from gongxin.intake.measuring import HeadersRefused
from gongxin.intake.queries import Receipt
from gongxin.jobs.accounts import clerk_of
from tests.builders import city, earlier_files, files
from tests.builders.codes import organisation_code, unified_code
from tests.builders.hostile_records import json_lines, push_xml
from tests.builders.ordinary_files import CANARY_ID, CANARY_NAME

pytestmark = pytest.mark.django_db

SAMR_CODE, SAMR_NAME = "11999999GX0000015T", "市场监督管理局"


@pytest.fixture(autouse=True)
def _hall() -> None:
    city.city_hall()


def payload(receipt: Receipt) -> dict[str, str]:
    """What was stored of the one row, without what is empty."""
    (row,) = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    assert row["outcome"] == "admitted", row
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM records_version WHERE record = %s", [row["record"]])
        (stored,) = cursor.fetchone()
    whole = json.loads(stored) if isinstance(stored, str) else stored
    return {code: value for code, value in whole.items() if value is not None}


def send(rows: Sequence[Mapping[str, str]], item: str = "penalty") -> Receipt:
    return city.send(files.table(rows), item=item)


def test_an_old_penalty_is_admitted_as_a_penalty_of_today() -> None:
    city.register(1)
    receipt = send([earlier_files.penalty(1)])
    assert receipt.template is not None
    assert receipt.template.zh == "双公示旧模板（2015–2018）"
    assert payload(receipt) == {
        "CF_XDR_MC": files.body_name(1),
        "CF_XDR_LB": "法人及非法人组织",
        "CF_XDR_SHXYM": unified_code(1),
        "CF_XDR_ZZJG": organisation_code(1),
        "CF_WSH": "构工商罚字〔2016〕1号",
        "CF_WFXW": "未按规定公示年度报告",
        "CF_SY": "未在规定期限内公示年度报告",
        "CF_YJ": "《企业信息公示暂行条例》",
        "CF_CFLB": "罚款;没收违法所得、没收非法财物",
        "CF_NR": "罚款2000元，没收违法所得500元",
        "CF_JDRQ": "2016-05-06",
        "CF_CFJG": "构造市工商行政管理局",
        "CF_SJLY": SAMR_NAME,
        "CF_SJLYDM": SAMR_CODE,
    }


def test_an_old_licence_is_admitted_as_a_licence_of_today() -> None:
    city.register(1)
    receipt = send([earlier_files.licence(1)], "licence")
    assert payload(receipt) == {
        "XK_XDR_MC": files.body_name(1),
        "XK_XDR_LB": "法人及非法人组织",
        "XK_XDR_SHXYM": unified_code(1),
        "XK_WSH": "构工商许字〔2016〕1号",
        "XK_XKLB": "普通",
        "XK_NR": "构造经营许可；从事构造经营",
        "XK_JDRQ": "2016-05-06",
        "XK_YXQZI": "2026-05-06",
        "XK_XKJG": "构造市工商行政管理局",
        "XK_ZT": "1",
        "XK_LYDW": SAMR_NAME,
        "XK_LYDWDM": SAMR_CODE,
    }


def test_the_body_of_the_former_push_and_json_are_admitted_alike() -> None:
    city.register(1, 2, 3)
    rows = [earlier_files.penalty(n) for n in (1, 2, 3)]
    made = (files.table(rows[:1]), push_xml(rows[1:2]), json_lines(rows[2:]))
    stored = [payload(city.send(content, item="penalty")) for content in made]
    own = {"CF_XDR_MC", "CF_XDR_SHXYM", "CF_XDR_ZZJG", "CF_WSH"}
    alike = [{c: v for c, v in one.items() if c not in own} for one in stored]
    assert alike[0] == alike[1] == alike[2]
    assert len(stored[0]) == len(alike[0]) + len(own)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"CF_ZT": "1"}, "template.value_held"),
        ({"CF_ZT": "撤销"}, "template.value_held"),
        ({"CF_ZT": " １ "}, "template.value_held"),
        ({"CF_ZT": "2"}, "template.value_held"),
        ({"CF_ZT": "3"}, "template.value_held"),
        ({"SYFW": "1"}, "template.value_held"),
        ({"SYFW": "2"}, "template.value_held"),
        ({"CF_ZT": "7"}, "template.value_unknown"),
    ],
)
def test_what_was_withdrawn_objected_to_or_not_public_is_held_and_says_why(
    changes: dict[str, str], code: str
) -> None:
    city.register(1)
    receipt = send([earlier_files.penalty(1, **changes)])
    (row,) = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    assert (row["outcome"], code in row["codes"]) == ("held", True)
    told = [f for f in queries.findings(receipt.batch, scope=EVERY_AGENCY) if f["code"] == code]
    assert len(told) == 1
    assert "‹" not in told[0]["message"] + told[0]["message_en"]


@pytest.mark.parametrize("status", ["1", "2", "3", "8"])
def test_a_licence_that_was_withdrawn_is_not_read_as_valid(status: str) -> None:
    """1 means valid in the present template and withdrawn in the old one."""
    city.register(1)
    receipt = send([earlier_files.licence(1, 当前状态=status)], "licence")
    (row,) = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    assert row["outcome"] == "held"


def test_a_licence_without_a_status_is_not_taken() -> None:
    city.register(1)
    receipt = send([earlier_files.licence(1, 当前状态="")], "licence")
    (row,) = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    assert (row["outcome"], "value.required" in row["codes"]) == ("rejected", True)


@pytest.mark.parametrize("item", ["penalty", "licence"])
def test_the_row_of_a_natural_person_is_cut_and_stored_nowhere(item: str) -> None:
    city.register(1)
    if item == "penalty":
        made = earlier_files.penalty
        nobody = {"CF_XDR_MC": CANARY_NAME, "CF_XDR_SFZ": CANARY_ID}
        nobody |= {"CF_XDR_SHXYM": "", "CF_XDR_ZDM": ""}
    else:
        made = earlier_files.licence
        nobody = {"行政相对人名称": CANARY_NAME, "居民身份证号": CANARY_ID, "统一社会信用代码": ""}
    receipt = send([made(1), made(2, **nobody)], item)
    assert receipt.cut_rows == 1
    rows = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    assert [row["outcome"] for row in rows] == ["admitted", "rejected"]
    assert "person.row_cut" in rows[1]["codes"]
    assert "template.value_unknown" not in rows[1]["codes"]
    for path in Path(keeping.folder(receipt.batch)).rglob("*"):
        kept = path.read_bytes()
        assert CANARY_NAME.encode() not in kept, path.name
        assert CANARY_ID.encode() not in kept, path.name


def test_an_authority_without_a_code_is_known_by_its_name_of_the_decision_or_of_today() -> None:
    """构造市工商行政管理局 was the name until 2019-03-01; old decisions are re-typed under the present name."""
    city.register(1, 2, 3)
    rows = [earlier_files.penalty(1), earlier_files.penalty(2, CF_JDRQ="2019/03/01")]
    rows.append(earlier_files.penalty(3, CF_XZJG="构造市市场监督管理局"))
    receipt = send(rows)
    outcomes = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    assert [row["outcome"] for row in outcomes] == ["admitted", "held", "admitted"]
    assert "authority.unknown" in outcomes[1]["codes"]


def test_the_kind_of_party_follows_from_a_sound_code_and_from_nothing_else() -> None:
    shop = unified_code(1, prefix="92")
    city.register(rows=[files.registered(1, code=shop)])
    receipt = send([earlier_files.penalty(1, CF_XDR_SHXYM=shop)])
    assert payload(receipt)["CF_XDR_LB"] == "个体工商户"
    nameless = send([earlier_files.penalty(2, CF_XDR_SHXYM="", CF_XDR_ZDM=organisation_code(2))])
    frame, _ = keeping.checked(nameless.batch, 0)
    assert frame["CF_XDR_LB"].to_list() == [None]


def test_the_same_decision_by_the_present_template_is_the_same_record() -> None:
    city.register(1)
    old = earlier_files.penalty(1, CF_XZJG="构造市市场监督管理局", CF_JDRQ="2026/05/06")
    send([old])
    again = city.penalise(1, 行政处罚决定书文号="构工商罚字〔2016〕1号")
    (row,) = queries.rows(again.batch, scope=EVERY_AGENCY)
    assert (row["outcome"], "record.correction_proposed" in row["codes"]) == ("held", True)


def test_a_resumed_batch_is_converted_as_it_was_received(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the two steps the law may be loaded anew; what the batch was received under stays with it."""
    city.register(1)
    batch = conveyor.receive(
        incoming=Incoming(files.table([earlier_files.penalty(1)]), "f.csv", "penalty", "samr"),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        by=clerk_of("samr"),
        now=city.NOW,
        today=city.TODAY,
    )
    monkeypatch.setattr(catalogue, "templates", lambda item: ())
    conveyor.process(batch=batch, by="system", now=city.NOW)
    receipt = queries.receipt(batch, scope=EVERY_AGENCY)
    assert receipt.admitted == 1
    assert payload(receipt)["CF_WFXW"] == "未按规定公示年度报告"


def test_a_file_that_is_whole_by_the_present_template_is_never_read_as_an_old_one() -> None:
    city.register(1)
    row = files.penalty(1, authority_code=city.samr_code())
    receipt = send([{**row, "处罚名称": "另一列", "DFBM": "999999"}])
    assert receipt.template is None
    assert receipt.leftovers == ("处罚名称", "DFBM")
    assert payload(receipt)["CF_WFXW"] == row["违法行为类型"]


def test_a_present_file_with_a_column_missing_is_refused_and_not_taken_for_an_old_one() -> None:
    row = files.penalty(1, authority_code=city.samr_code())
    del row["处罚机关统一社会信用代码"]
    with pytest.raises(HeadersRefused):
        send([row])


def test_an_old_file_without_a_column_that_stands_for_a_required_field_is_refused() -> None:
    row = earlier_files.penalty(1)
    del row["CF_JZRQ"]
    with pytest.raises(HeadersRefused) as refusal:
        send([row])
    assert "CF_YXQ" in str(refusal.value.details)


def test_a_trial_says_what_was_read_as_what_and_what_was_not_taken() -> None:
    row = {**earlier_files.penalty(1), "CF_AJMC": "某某案"}
    found = trial.of(
        content=files.table([row]),
        name="x.csv",
        item=catalogue.item_in_force("penalty", city.TODAY),
        today=city.TODAY,
    )
    assert found.template is not None
    assert (found.rows, found.admitted, found.leftovers) == (1, 1, ())
    notes = found.findings.filter(pl.col("code").str.starts_with("template."))
    said = set(notes.select("code", "column").iter_rows())
    assert ("template.recognised", "") in said
    assert {c for code, c in said if code == "template.not_taken"} == {
        "CF_ZT", "DFBM", "SJC", "CF_AJMC", "GSQX", "SYFW",
    }  # fmt: skip
    assert {c for code, c in said if code == "template.not_asked"} == {
        "CF_XDR_LB", "CF_NR_FK", "CF_NR_WFFF", "CF_NR_ZKDX", "CF_CFJGDM", "CF_SJLY", "CF_SJLYDM",
    }  # fmt: skip
    assert ("template.read_as", "CF_CFMC") in said
