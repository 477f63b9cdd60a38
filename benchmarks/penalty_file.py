"""One large file of penalties in the present template, over constructed bodies that are registered already."""

from datetime import date
from pathlib import Path

import polars as pl

BLOCK_ROWS = 200_000

_FACTS = "经查，当事人于{day}在经营场所内未按规定公示年度报告，且逾期未改正，事实清楚，证据确凿，已构成违法。编号{n}。"
_CONTENT = "责令改正，并处罚款{fine}元。"


def write(
    path: Path,
    bodies: pl.DataFrame,
    *,
    rows: int,
    authority: tuple[str, str],
    today: date,
    series: str = "监",
) -> None:
    """`bodies` has name and code; each is named about rows / bodies times. Every row is clean, and new to the series."""
    name, code = authority
    with path.open("wb") as out:
        for start in range(0, rows, BLOCK_ROWS):
            count = min(BLOCK_ROWS, rows - start)
            block = _block(bodies, range(start, start + count), name, code, today, series)
            block.write_csv(out, include_header=start == 0)


def _block(
    bodies: pl.DataFrame,
    numbers: range,
    authority: str,
    authority_code: str,
    today: date,
    series: str,
) -> pl.DataFrame:
    number = pl.int_range(numbers.start, numbers.stop, dtype=pl.Int64, eager=True)
    party = bodies[number % bodies.height]
    decided = pl.lit(today) - pl.duration(days=pl.lit(5 + number % 300))
    fine = 1000 + number % 97 * 100
    frame = pl.DataFrame({"n": number, "fine": fine}).with_columns(
        name=party["name"], code=party["code"], decided=decided
    )
    day = pl.col("decided").dt.to_string("%Y-%m-%d")
    text = pl.col("n").cast(pl.String)
    return frame.select(
        pl.col("name").alias("行政相对人名称"),
        pl.lit("法人及非法人组织").alias("行政相对人类别"),
        pl.col("code").alias("统一社会信用代码"),
        (pl.lit(f"构市{series}罚〔2026〕") + text + pl.lit("号")).alias("行政处罚决定书文号"),
        pl.lit("未按规定公示年度报告").alias("违法行为类型"),
        pl.format(_FACTS.replace("{day}", "{}").replace("{n}", "{}"), day, text).alias("违法事实"),
        pl.lit("《企业信息公示暂行条例》第十七条").alias("处罚依据"),
        pl.lit("罚款").alias("处罚类别"),
        pl.format(_CONTENT.replace("{fine}", "{}"), pl.col("fine")).alias("处罚内容"),
        pl.format(
            "{}.{}",
            pl.col("fine") // 10_000,
            (pl.col("fine") % 10_000 // 100).cast(pl.String).str.zfill(2),
        ).alias("罚款金额(万元)"),
        day.alias("处罚决定日期"),
        (pl.col("decided").dt.offset_by("1y")).dt.to_string("%Y-%m-%d").alias("处罚有效期"),
        pl.lit(authority).alias("处罚机关"),
        pl.lit(authority_code).alias("处罚机关统一社会信用代码"),
        pl.lit(authority).alias("数据来源单位"),
        pl.lit(authority_code).alias("数据来源单位统一社会信用代码"),
    )
