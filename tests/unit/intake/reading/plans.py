"""The plan that the tests of reading share: a penalty's eight columns."""

from gongxin.intake.reading import Limits, PersonColumn, Plan

PLAN = Plan(
    persons=(
        PersonColumn(("CF_FRDB", "法定代表人"), presence=True),
        PersonColumn(("CF_FR_SFZH", "法定代表人身份证号")),
    ),
    kind_headers=("CF_XDR_LB", "行政相对人类别"),
    kind_persons=("自然人",),
    known=(
        ("CF_XDR_MC", "行政相对人名称"),
        ("CF_XDR_LB", "行政相对人类别"),
        ("CF_XDR_SHXYM", "统一社会信用代码"),
        ("CF_SY", "违法事实"),
        ("CF_WSH", "行政处罚决定书文号"),
        ("CF_NR_FK", "罚款金额"),
        ("CF_JDRQ", "处罚决定日期"),
    ),
    identifiers=("CF_XDR_SHXYM", "统一社会信用代码"),
    dates=("CF_JDRQ", "处罚决定日期"),
    scan=("CF_SY", "违法事实"),
)
# Small enough that a bomb shows, large enough for every ordinary file here.
TIGHT = Limits(wall_seconds=30, cpu_seconds=30, memory_bytes=512 << 20)
