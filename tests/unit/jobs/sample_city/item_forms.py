"""Forms of six items that stand in no law: together they have every kind of column that a template may have."""

from dataclasses import replace
from datetime import date

from gongxin.jobs.sample_city.forms import ItemColumn, ItemForm

IN_FORCE = date(2024, 7, 1)
PARTY = (
    ItemColumn("XDR_MC", "单位名称", "text", "party_name", required=True, length=200, key=True),
    ItemColumn("XDR_LB", "单位类别", "code", "party_kind", ("法人及非法人组织", "个体工商户", "自然人")),
    ItemColumn("XDR_SHXYM", "统一社会信用代码", "identifier", "uscc", length=18),
    ItemColumn("XDR_GSZC", "工商注册号", "identifier", "reg_no", length=50),
    ItemColumn("XDR_ZZJG", "组织机构代码", "identifier", "org_code", length=18),
    ItemColumn("XDR_SYDW", "事业单位证书号", "identifier", "institution_no", length=12),
)  # fmt: skip
AUTHORITY = (
    ItemColumn("RD_JG", "认定机关", "text", "authority_name", required=True, length=200),
    ItemColumn("RD_JGDM", "认定机关统一社会信用代码", "identifier", "authority_code", required=True, key=True),
    ItemColumn("BZ", "备注", "text", "remark", length=1024, scanned=True),
)  # fmt: skip
PERSONS = ("法定代表人", "法定代表人证件号码", "联系电话")


def form(code: str, *columns: ItemColumn, **more: object) -> ItemForm:
    return ItemForm(
        code,
        agencies=("nobody", "samr"),
        in_force_from=IN_FORCE,
        columns=(*PARTY, *columns, *AUTHORITY),
        persons=PERSONS,
        own_number="证件号码",
        **more,  # type: ignore[arg-type]
    )


ENTRY = form(
    "entry",
    ItemColumn("A_WH", "列入文号", "document_number", "document_number", required=True, key=True, example="构样列〔2026〕01号"),
    ItemColumn("A_YY", "列入原因", "code", "kind", ("未报年报", "无法联系"), open_list=True, required=True, length=50),
    ItemColumn("A_SS", "事实", "text", "facts", required=True, length=2000, scanned=True, example="未在期限内报送"),
    ItemColumn("A_GZ", "告知日期", "date", required=True, example="2026-03-02"),
    ItemColumn("A_ZY", "文书摘要", "digest", required=True, length=64),
    ItemColumn("A_XM", "项目名称", "text", length=30, example="样例项目"),
    ItemColumn("A_RQ", "列入日期", "date", "decided", required=True),
    ItemColumn("A_ZZ", "有效期至", "date", "valid_until", open_ended=True),
)  # fmt: skip
EXIT = form(
    "exit",
    ItemColumn("B_WH", "移出文号", "document_number", "document_number", required=True, key=True, example="构样移〔2026〕1号"),
    ItemColumn("A_WH", "列入文号", "document_number", required=True, example="构样列〔2026〕01号"),
    ItemColumn("B_RQ", "移出日期", "date", "decided", required=True),
    ends=("entry", "A_WH"),
)  # fmt: skip
YEARLY = form(
    "yearly",
    ItemColumn("C_ND", "年度", "year", "year", required=True, length=8, key=True, example="2024"),
    ItemColumn("C_DJ", "等级", "code", "grade", ("A", "B", "C"), required=True, length=10),
    ItemColumn("C_SM", "说明", "text", needed_when=("C_DJ", ("C",)), length=100),
    ItemColumn("C_RS", "人数", "integer", required=True, length=6, example="20"),
    ItemColumn("C_RM", "其中参保人数", "integer", required=True, length=6, example="19"),
    ItemColumn("C_FS", "得分", "decimal", required=True, length=8),
    ItemColumn("C_GK", "是否公开", "flag", required=True),
    ItemColumn("C_RQ", "评定日期", "date", "decided", required=True),
    bodies=("12", "93"),
)  # fmt: skip
FINED = form(
    "fined",
    ItemColumn("D_WH", "编号", "document_number", "document_number", required=True, key=True, length=20, example="GZ-2026-0001"),
    ItemColumn("D_LB", "类别", "codes", "kind", ("警告", "罚款", "约谈"), required=True, length=40),
    ItemColumn("D_NR", "内容", "text", "result", required=True, length=1000, scanned=True, example="罚款50000元，责令改正"),
    ItemColumn("D_JE", "罚款金额(万元)", "money", "amount", needed_when=("D_LB", ("罚款",)), unit="万元", example="5"),
    ItemColumn("D_BZJ", "保证金(元)", "money", unit="元", example="300"),
    ItemColumn("D_RQ", "决定日期", "date", "decided", required=True),
    ItemColumn("D_QS", "执行起", "date", "valid_from", example="2026-05-16"),
    ItemColumn("D_JZ", "执行止", "date", "valid_until", required=True, example="2026-06-05"),
)  # fmt: skip
PAID = form(
    "paid",
    ItemColumn("E_XM", "项目", "text", "part", required=True, length=20, key=True, example="诊查费"),
    ItemColumn("E_JE", "金额", "money", required=True, example="12.5"),
    ItemColumn("E_HD", "是否核定", "flag", required=True, length=4),
    ItemColumn("E_RQ", "日期", "date", "decided", required=True),
    mixed=True,
)  # fmt: skip
FORMS = (EXIT, ENTRY, YEARLY, FINED, PAID, replace(PAID, code="paid_again", mixed=False))
