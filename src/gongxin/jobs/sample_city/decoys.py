"""Organisations that are not in the city: names and codes that a search of the desk meets and nobody has a duty to open."""

import numpy as np

from . import codes

NAMES = ("虚衡投资管理有限公司", "隐泽供应链有限公司", "空谷建设工程有限公司")
DIVISION = "999999"  # no such division was ever allotted, nor does the city use it
_FIRST = 900_000  # serials far beyond those of any city


def decoys() -> list[tuple[str, str]]:
    """(name, unified code) of each, the same in every city."""
    serials = np.arange(_FIRST, _FIRST + len(NAMES), dtype=np.int64)
    organisations = codes.organisation_codes(serials, np.ones(len(NAMES), dtype=np.bool_))
    made = codes.unified_codes(["91"] * len(NAMES), [DIVISION] * len(NAMES), organisations)
    return list(zip(NAMES, made, strict=True))
