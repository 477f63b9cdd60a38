"""`gongxin sample-city`: names the agencies and hands over; what a sample city is, the generator alone decides."""

import argparse
from datetime import date
from pathlib import Path
from typing import Final

from django.conf import settings
from tqdm import tqdm

from gongxin.jobs.outcome import DONE, answer, answer_json, say
from gongxin.jobs.sample_city.city import write_city
from gongxin.jobs.sample_city.papers import Authority
from gongxin.jobs.sample_city.plan import Order
from gongxin.jurisdiction import AgencyDefinition, load
from gongxin.refusal import Refusal

NAME: Final = "sample-city"
HELP_ZH: Final = "生成构造城市的部门文件和标准答案 truth.json"
HELP_EN: Final = "write the files of a constructed city's agencies, and truth.json"
NEEDS_DJANGO: Final = False

ORGANISATIONS_MIN, ORGANISATIONS_MAX = 50, 5_000_000
RECORDS_MIN, RECORDS_MAX = 100, 50_000_000


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
    with tqdm(total=args.organisations + args.records, unit="row", desc="sample-city") as bar:
        written = write_city(order, authorities(args.as_of), args.out, bar.update)
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


def authorities(day: date) -> list[Authority]:
    """The jurisdiction's agencies under the names they have in the sample city."""
    law = load(
        settings.GONGXIN_JURISDICTIONS_DIRECTORY,
        settings.GONGXIN_JURISDICTION,
        accept_unverified=True,
    )
    return [
        Authority(agency.key, _constructed_name(agency, day), agency.uscc)
        for agency in law.agencies
    ]


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
