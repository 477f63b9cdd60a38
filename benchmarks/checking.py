"""How fast a chunk of penalties is checked on one core, against frictionless on the same file with the same rules.

`measure()` is what `make bench` calls; `python -m benchmarks.checking` prints the same. The checking runs in a
process of its own with one Polars thread; both sides are timed in seconds of the processor, so that other
work on the machine does not count.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from frictionless import Checklist, Resource, Schema

from gongxin.agencies.names import Bearer
from gongxin.identifiers import Known
from gongxin.intake.checking import Authorities, Checked, check
from gongxin.jurisdiction import load
from gongxin.jurisdiction.values import Item, Jurisdiction

ROOT = Path(__file__).resolve().parent.parent
ROWS, PEER_ROWS, CHUNK = 400_000, 20_000, 50_000
ROWS_PER_SECOND_AIM = 400_000
TIMES_PEER_MIN = 10
TODAY = date(2026, 11, 23)
_AUTHORITY, _AUTHORITY_CODE = "构造市市场监督管理局", "11999999GX0000015T"
_CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def rows(count: int, seed: int = 1) -> pl.DataFrame:
    """Constructed penalties: 97 in 100 sound, the rest with the dirt of real files."""
    draw = np.random.default_rng(seed)
    index = np.arange(count)
    yuan = draw.integers(1, 500, count) * 100
    gain = draw.integers(1, 9000, count)
    day = np.datetime64("2026-01-01") + draw.integers(0, 300, count)
    kind = draw.choice(
        ["罚款", "警告", "罚款;没收违法所得、没收非法财物"], count, p=[0.6, 0.2, 0.2]
    )
    fined, taken = kind != "警告", kind == "罚款;没收违法所得、没收非法财物"
    frame = pl.DataFrame(
        {
            "i": index,
            "yuan": yuan,
            "gain": gain,
            "CF_CFLB": kind,
            "fined": fined,
            "taken": taken,
            "CF_XDR_SHXYM": _codes(draw, count),
            "CF_JDRQ": day.astype("datetime64[D]"),
        }
    ).with_columns(pl.col("CF_JDRQ").cast(pl.Date))
    return _dirty(frame.select(*_columns()), draw)


def _columns() -> list[pl.Expr]:
    text = pl.col("i").cast(pl.String)
    fine = pl.concat_str(pl.lit("罚款人民币"), pl.col("yuan").cast(pl.String), pl.lit("元。"))
    gain = pl.concat_str(pl.lit("没收违法所得"), pl.col("gain").cast(pl.String), pl.lit("元；"))
    day = pl.col("CF_JDRQ")
    facts = pl.concat_str(
        pl.lit("当事人于"),
        day.dt.strftime("%Y年%m月%d日"),
        pl.lit("在其经营场所销售超过保质期的食品，货值金额共计"),
        (pl.col("gain") * 3).cast(pl.String),
        pl.lit("元，上述事实有现场检查笔录、询问笔录、进货票据等证据证实。"),
    )
    return [
        (pl.col("i") + 1).cast(pl.UInt32).alias("row"),
        pl.concat_str(pl.lit("构造市第"), text, pl.lit("样例商贸有限公司")).alias("CF_XDR_MC"),
        pl.lit("法人及非法人组织").alias("CF_XDR_LB"),
        pl.col("CF_XDR_SHXYM"),
        pl.concat_str(pl.lit("构市监处罚〔2026〕"), text, pl.lit("号")).alias("CF_WSH"),
        pl.lit("经营超过保质期的食品").alias("CF_WFXW"),
        facts.alias("CF_SY"),
        pl.lit("《中华人民共和国食品安全法》《中华人民共和国行政处罚法》").alias("CF_YJ"),
        pl.col("CF_CFLB"),
        pl.when("taken")
        .then(gain + fine)
        .when("fined")
        .then(fine)
        .otherwise(pl.lit("警告。"))
        .alias("CF_NR"),
        pl.when("fined").then(_ten_thousands("yuan")).alias("CF_NR_FK"),
        pl.when("taken").then(_ten_thousands("gain")).alias("CF_NR_WFFF"),
        day.cast(pl.String).alias("CF_JDRQ"),
        day.dt.offset_by("1y").cast(pl.String).alias("CF_YXQ"),
        pl.lit(_AUTHORITY).alias("CF_CFJG"),
        pl.lit(_AUTHORITY_CODE).alias("CF_CFJGDM"),
        pl.lit(_AUTHORITY).alias("CF_SJLY"),
        pl.lit(_AUTHORITY_CODE).alias("CF_SJLYDM"),
    ]


def _ten_thousands(column: str) -> pl.Expr:
    whole, rest = pl.col(column) // 10_000, pl.col(column) % 10_000
    places = rest.cast(pl.String).str.zfill(4)
    return pl.concat_str(whole.cast(pl.String), pl.lit("."), places)


def _codes(draw: np.random.Generator, count: int) -> list[str]:
    """Sound unified codes in a division that does not exist, by the published weights."""
    value = {letter: n for n, letter in enumerate(_CODE_LETTERS)}
    weights = [pow(3, n, 31) for n in range(17)]
    made = []
    for number in draw.integers(0, 10**8, count).tolist():
        digits = f"{number:08d}"
        rest = (
            11
            - sum(int(d) * w for d, w in zip(digits, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
        )
        body = f"91990101{digits}" + {10: "X", 11: "0"}.get(rest, str(rest))
        total = sum(value[c] * w for c, w in zip(body, weights, strict=True))
        made.append(body + _CODE_LETTERS[-total % 31])
    return made


def _dirty(frame: pl.DataFrame, draw: np.random.Generator) -> pl.DataFrame:
    chance = pl.Series("chance", draw.random(frame.height))
    hit = {
        name: (chance >= low) & (chance < low + 0.005)
        for name, low in (
            ("spaces", 0.0),
            ("date", 0.005),
            ("code", 0.01),
            ("blank", 0.015),
            ("unit", 0.02),
            ("brackets", 0.025),
        )
    }
    fined = pl.col("CF_NR_FK")
    return frame.with_columns(
        CF_XDR_MC=pl.when(hit["spaces"]).then(" " + pl.col("CF_XDR_MC")).otherwise("CF_XDR_MC"),
        CF_JDRQ=pl.when(hit["date"])
        .then(pl.col("CF_JDRQ").str.replace_all("-", "/"))
        .otherwise("CF_JDRQ"),
        CF_XDR_SHXYM=pl.when(hit["code"])
        .then(pl.lit("91990101000000001X"))
        .otherwise("CF_XDR_SHXYM"),
        CF_SY=pl.when(hit["blank"]).then(None).otherwise("CF_SY"),
        CF_NR_FK=pl.when(hit["unit"] & fined.is_not_null()).then(pl.lit("20000")).otherwise(fined),
        CF_WSH=pl.when(hit["brackets"])
        .then(pl.col("CF_WSH").str.replace_many(["〔", "〕"], ["[", "]"]))
        .otherwise("CF_WSH"),
    )


def _setting() -> tuple[Jurisdiction, Item, Authorities]:
    law = load(ROOT / "jurisdictions", "xingning", accept_unverified=True)
    item = next(item for item in law.items if item.code == "penalty")
    return (
        law,
        item,
        Authorities({_AUTHORITY_CODE: "samr"}, {_AUTHORITY: (Bearer("samr"),)}, "samr"),
    )


def check_all(
    frame: pl.DataFrame, setting: tuple[Jurisdiction, Item, Authorities] | None = None
) -> list[Checked]:
    """The check stage as the intake runs it: chunk by chunk."""
    law, item, authorities = setting or _setting()
    # The constructed division is on no list: every row is warned, as those of the sample city are.
    known = Known.of((p.prefix for p in law.prefixes), ("441481",))
    return [
        check(part, item, authorities, None, TODAY, known=known, placeholders=law.placeholders)
        for part in frame.iter_slices(CHUNK)
    ]


def schema_of(item: Item) -> dict[str, Any]:
    """The same rules as a peer's schema: required, length, dates, code lists, patterns of codes and amounts."""
    fields: list[dict[str, Any]] = []
    for field in item.fields:
        constraints: dict[str, Any] = {"required": True} if field.required else {}
        kind = "date" if field.type == "date" else "string"
        if field.length and kind == "string":
            constraints["maxLength"] = field.length
        if field.type == "money":
            constraints["pattern"] = r"[0-9]{1,12}(\.[0-9]{1,6})?"
        if field.role in {"uscc", "authority_code", "source_code"}:
            constraints["pattern"] = r"[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}"
        if field.type == "code" and field.code_list:
            constraints["enum"] = [value.code for value in field.code_list.values]
        fields.append({"name": field.code, "type": kind, "constraints": constraints})
    return {"fields": fields}


def check_by_peer(path: Path, names: list[str]) -> int:
    """frictionless over the same rows; answers with the number of errors it found."""
    _, item, _ = _setting()
    descriptor = schema_of(item)
    descriptor["fields"] = [f for name in names for f in descriptor["fields"] if f["name"] == name]
    with Resource(
        path.name, basepath=str(path.parent), schema=Schema.from_descriptor(descriptor)
    ) as file:
        return int(file.validate(Checklist(), limit_errors=10**9).stats["errors"])


def _timed(work: Callable[[], object], times: int = 1) -> float:
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def _alone(count: int, peer_count: int) -> dict[str, float]:
    frame, setting = rows(count), _setting()
    mine = count / _timed(lambda: check_all(frame, setting), times=3)
    names = [name for name in frame.columns if name != "row"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "penalties.csv"
        frame.head(peer_count).select(names).write_csv(path)
        peer = peer_count / _timed(lambda: check_by_peer(path, names))
    return {"mine": mine, "peer": peer}


def measure(count: int = ROWS, peer_count: int = PEER_ROWS) -> list[dict[str, Any]]:
    """The rows of `bench.json`."""
    command = [sys.executable, "-m", "benchmarks.checking", "alone", str(count), str(peer_count)]
    environment = os.environ | {
        "POLARS_MAX_THREADS": "1",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    done = subprocess.run(
        command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True
    )
    found = json.loads(done.stdout)
    times = found["mine"] / found["peer"]
    return [
        {
            "name": "checking of penalties, one core",
            "value": round(found["mine"]),
            "unit": "rows/s",
            "against": f"frictionless, same file and rules: {found['peer']:,.0f} rows/s",
            "ratio": round(times, 1),
            "budget": f"≥ {TIMES_PEER_MIN} ×",
            "met": times >= TIMES_PEER_MIN,
        },
        {
            "name": "checking of penalties, one core, against the aim",
            "value": round(found["mine"]),
            "unit": "rows/s",
            "against": f"aim: {ROWS_PER_SECOND_AIM:,} rows/s",
            "ratio": round(found["mine"] / ROWS_PER_SECOND_AIM, 2),
            "budget": "≥ 1 ×",
            "met": found["mine"] >= ROWS_PER_SECOND_AIM,
        },
    ]


if __name__ == "__main__":
    if sys.argv[1:2] == ["alone"]:
        print(json.dumps(_alone(int(sys.argv[2]), int(sys.argv[3]))))
    else:
        print(json.dumps(measure(), ensure_ascii=False, indent=1))
