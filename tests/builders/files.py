"""Files as an agency would send them: the present template, with Chinese headers, over constructed bodies."""

import csv
import io
from collections.abc import Mapping, Sequence

from tests.builders.codes import unified_code

PENALTY: Mapping[str, str] = {
    "行政相对人名称": "构造市样例甲有限公司",
    "行政相对人类别": "法人及非法人组织",
    "统一社会信用代码": unified_code(1),
    "法定代表人": "某某某",
    "行政处罚决定书文号": "构市监罚〔2026〕1号",
    "违法行为类型": "未按规定公示年度报告",
    "违法事实": "未在规定期限内公示年度报告",
    "处罚依据": "《企业信息公示暂行条例》",
    "处罚类别": "罚款",
    "处罚内容": "罚款2000元",
    "罚款金额(万元)": "0.2",
    "处罚决定日期": "2026-05-06",
    "处罚有效期": "2027-05-06",
    "处罚机关": "构造市市场监督管理局",
    "处罚机关统一社会信用代码": "",  # filled in by `penalties` with the agency's code
    "数据来源单位": "构造市市场监督管理局",
    "数据来源单位统一社会信用代码": "",
}
LICENCE: Mapping[str, str] = {
    "行政相对人名称": "",
    "行政相对人类别": "法人及非法人组织",
    "统一社会信用代码": "",
    "法定代表人": "某某某",
    "行政许可决定文书名称": "准予许可决定书",
    "行政许可决定文书号": "",
    "许可类别": "普通",
    "许可证书名称": "构造许可证",
    "许可编号": "GZ-1",
    "许可内容": "从事构造经营",
    "许可决定日期": "2026-05-06",
    "有效期自": "2026-05-06",
    "有效期至": "2029-05-06",
    "许可机关": "构造市市场监督管理局",
    "许可机关统一社会信用代码": "",
    "当前状态": "1",
    "数据来源单位": "构造市市场监督管理局",
    "数据来源单位统一社会信用代码": "",
}
REGISTER: Mapping[str, str] = {
    "name": "构造市样例甲有限公司",
    "code": unified_code(1),
    "reg_date": "2015-03-02",
    "address": "构造市样例路1号",
}


def table(rows: Sequence[Mapping[str, str]]) -> bytes:
    """CSV in UTF-8, the first row's keys as headers."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def penalty(serial: int, *, authority_code: str, **changes: str) -> dict[str, str]:
    """One penalty on body `serial`, with this body's name and code and a document number of its own."""
    return {
        **PENALTY,
        "行政相对人名称": body_name(serial),
        "统一社会信用代码": unified_code(serial),
        "行政处罚决定书文号": f"构市监罚〔2026〕{serial}号",
        "处罚机关统一社会信用代码": authority_code,
        "数据来源单位统一社会信用代码": authority_code,
        **changes,
    }


def licence(serial: int, *, authority_code: str, **changes: str) -> dict[str, str]:
    """One licence of body `serial`."""
    return {
        **LICENCE,
        "行政相对人名称": body_name(serial),
        "统一社会信用代码": unified_code(serial),
        "行政许可决定文书号": f"构市监许〔2026〕{serial}号",
        "许可机关统一社会信用代码": authority_code,
        "数据来源单位统一社会信用代码": authority_code,
        **changes,
    }


def registered(serial: int, **changes: str) -> dict[str, str]:
    """One body as the register names it."""
    return {
        **REGISTER,
        "name": body_name(serial),
        "code": unified_code(serial),
        "address": f"构造市样例路{serial}号",
        **changes,
    }


def body_name(serial: int) -> str:
    """A name that cannot be a real firm's."""
    stems = "甲乙丙丁戊己庚辛壬癸"
    digits = "".join(stems[int(d)] for d in str(serial))
    return f"构造市样例{digits}有限公司"
