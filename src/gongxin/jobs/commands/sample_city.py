"""`gongxin sample-city`: names the agencies and the forms of the items, and hands over; what a sample city is, the generator alone decides."""

import argparse
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from django.conf import settings
from tqdm import tqdm

from gongxin.catalogue.templates import header
from gongxin.jobs.outcome import DONE, answer, answer_json, say
from gongxin.jobs.sample_city.city import write_city
from gongxin.jobs.sample_city.forms import ItemColumn, ItemForm
from gongxin.jobs.sample_city.item_files import rows_of
from gongxin.jobs.sample_city.papers import Authority
from gongxin.jobs.sample_city.plan import Order
from gongxin.jurisdiction import AgencyDefinition, Field, Item, Jurisdiction, law_in_force, load
from gongxin.refusal import Refusal

NAME: Final = "sample-city"
HELP_ZH: Final = "生成构造城市的部门文件和标准答案 truth.json"
HELP_EN: Final = "write the files of a constructed city's agencies, and truth.json"
NEEDS_DJANGO: Final = False

ORGANISATIONS_MIN, ORGANISATIONS_MAX = 50, 5_000_000
RECORDS_MIN, RECORDS_MAX = 100, 50_000_000
# Items whose files the generator writes in its own words, and many of them.
OWN_PAPERS: Final = frozenset({"registration", "penalty", "licence"})
# Bodies that the items of a domain are mostly about, by the first characters of their unified codes.
BODIES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "government": ("11", "12"),
        "rural": ("93", "N"),
        "social_organisation": ("51", "52", "53"),
    }
)


class SampleCityRefused(Refusal):
    code = "sample_city.refused"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--organisations", type=int, default=8_000, metavar="N")
    parser.add_argument("--records", type=int, default=60_000, metavar="M")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--as-of", type=date.fromisoformat, required=True, metavar="DATE")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--gates",
        action="store_true",
        help="另写每道闸门一份的问题文件 · one file per gate besides",
    )
    parser.add_argument(
        "--successions",
        action="store_true",
        help="另写合并名单及其可解释的行 · mergers, and rows that they explain, besides",
    )
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    _within("--organisations", args.organisations, ORGANISATIONS_MIN, ORGANISATIONS_MAX)
    _within("--records", args.records, RECORDS_MIN, RECORDS_MAX)
    _within("--seed", args.seed, 0, 2**31)
    order = Order(
        args.organisations, args.records, args.seed, args.as_of, args.gates, args.successions
    )
    items = forms(args.as_of)
    total = args.organisations + args.records + rows_of(items)
    with tqdm(total=total, unit="row", desc="sample-city") as bar:
        written = write_city(order, authorities(args.as_of), args.out, bar.update, items)
    document = {
        "out": str(args.out),
        "files": written.files,
        "rows": written.rows,
        "outcomes": written.outcomes,
    }
    if args.json:
        answer_json(document)
    else:
        answer(str(args.out / "truth.json"))
    say(
        f"已写 {written.files} 个文件，{written.rows} 行（构造数据）",
        f"{written.files} files, {written.rows} rows of constructed data",
    )
    return DONE


def _within(option: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise SampleCityRefused(
            f"{option} 应在 {low} 与 {high} 之间",
            f"{option} must be between {low} and {high}",
            details={"option": option, "value": value},
        )


@cache
def _law() -> Jurisdiction:
    """Drafts included, as the demo loads it: the sample city is one."""
    return load(
        settings.GONGXIN_JURISDICTIONS_DIRECTORY,
        settings.GONGXIN_JURISDICTION,
        accept_unverified=True,
    )


def authorities(day: date) -> list[Authority]:
    """The jurisdiction's agencies under the names they have in the sample city."""
    return [
        Authority(agency.key, _constructed_name(agency, day), agency.uscc)
        for agency in _law().agencies
    ]


def forms(day: date) -> list[ItemForm]:
    """The templates of the items in force on the day, save those whose papers the generator words itself."""
    items = law_in_force(_law(), day).items
    return [_form(item) for item in items if item.code not in OWN_PAPERS]


def _form(item: Item) -> ItemForm:
    papers = item.procedure.papers if item.procedure else ()
    return ItemForm(
        code=item.code,
        agencies=item.agencies,
        in_force_from=item.in_force_from,
        columns=tuple(_column(field, item) for field in item.fields),
        persons=tuple(cut.headers[0] for cut in item.cut if not cut.party_id),
        own_number=next((cut.headers[0] for cut in item.cut if cut.party_id), ""),
        bodies=BODIES.get(item.domain, ()),
        ends=(item.ends.item, item.ends.field) if item.ends else None,
        papers=tuple(code for paper in papers for code in paper.fields),
        mixed=item.cut_without_code,
    )


def _column(field: Field, item: Item) -> ItemColumn:
    listed, when = field.code_list, field.required_when
    return ItemColumn(
        code=field.code,
        label=header(field),
        kind=field.type,
        role=field.role or "",
        values=tuple(value.code for value in listed.values) if listed else (),
        open_list=listed is not None and listed.open,
        required=field.required,
        needed_when=(when.field, when.values) if when else None,
        length=field.length or 0,
        unit=field.unit or "",
        example=field.example or "",
        open_ended=field.open_ended,
        scanned=field.scan,
        key=field.code in item.natural_key,
    )


def _constructed_name(agency: AgencyDefinition, day: date) -> str:
    """Names of kind alias that are marked example belong to the sample city alone."""
    for name in agency.names:
        begun = name.valid_from is None or name.valid_from <= day
        over = name.valid_until is not None and name.valid_until <= day
        if name.kind == "alias" and name.mark == "example" and begun and not over:
            return name.name
    raise SampleCityRefused(
        f"机构 {agency.key} 没有用于示例城市的名称",
        f"the agency {agency.key} has no name for the sample city",
        details={"agency": agency.key},
    )
