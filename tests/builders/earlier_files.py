"""Files of the template of 2015-2018, as departments' old systems still export them, over constructed bodies."""

from collections.abc import Mapping

from tests.builders.codes import organisation_code, unified_code
from tests.builders.files import body_name

PENALTY: Mapping[str, str] = {
    "CF_WSH": "构工商罚字[2016]1号",
    "CF_CFMC": "未按规定公示年度报告",
    "CF_CFLB1": "2",
    "CF_CFLB2": "3",
    "CF_SY": "未在规定期限内公示年度报告",
    "CF_YJ": "《企业信息公示暂行条例》",
    "CF_XDR_MC": "",
    "CF_XDR_SHXYM": "",
    "CF_XDR_ZDM": "",
    "CF_XDR_GSDJ": "",
    "CF_XDR_SWDJ": "",
    "CF_XDR_SFZ": "",
    "CF_FR": "某某某",
    "CF_JG": "罚款2000元，没收违法所得500元",
    "CF_JDRQ": "2016/05/06",
    "CF_JZRQ": "2099/12/31",
    "CF_XZJG": "构造市工商行政管理局",
    "CF_ZT": "0",
    "DFBM": "999999",
    "SJC": "2016/05/09",
    "BZ": "",
    "GSQX": "12",
    "SYFW": "0",
}
LICENCE: Mapping[str, str] = {
    "行政许可决定书文号": "构工商许字[2016]1号",
    "项目名称": "构造经营许可",
    "审批类别": "1",
    "许可内容": "从事构造经营",
    "行政相对人名称": "",
    "统一社会信用代码": "",
    "组织机构代码": "",
    "工商登记码": "",
    "税务登记号": "",
    "居民身份证号": "",
    "法定代表人姓名": "某某某",
    "许可决定日期": "2016/05/06",
    "许可截止期": "2026/05/06",
    "许可机关": "构造市工商行政管理局",
    "当前状态": "0",
    "地方编码": "999999",
    "数据更新时间戳": "2016/05/09",
    "备注": "",
    "使用范围": "0",
}


def penalty(serial: int, **changes: str) -> dict[str, str]:
    """One old penalty on body `serial`."""
    return {
        **PENALTY,
        "CF_WSH": f"构工商罚字[2016]{serial}号",
        "CF_XDR_MC": body_name(serial),
        "CF_XDR_SHXYM": unified_code(serial),
        "CF_XDR_ZDM": organisation_code(serial),
        **changes,
    }


def licence(serial: int, **changes: str) -> dict[str, str]:
    """One old licence of body `serial`."""
    return {
        **LICENCE,
        "行政许可决定书文号": f"构工商许字[2016]{serial}号",
        "行政相对人名称": body_name(serial),
        "统一社会信用代码": unified_code(serial),
        **changes,
    }
