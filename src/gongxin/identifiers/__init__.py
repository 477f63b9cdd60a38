"""Whether a number can be the identifier of an organisation: form and check digits. A pass never says that the body exists."""

from gongxin.identifiers.digits import org_check, reg15_check, uscc_check
from gongxin.identifiers.grading import Grade, Graded, Reason, grade
from gongxin.identifiers.matrix import matrix, uscc_ok
from gongxin.identifiers.normal import Normalised, normalise, normalise_many
from gongxin.identifiers.resident import (
    find_resident_ids,
    is_resident_id,
)
from gongxin.identifiers.schemes import SCHEMES, Known, Scheme, detect
from gongxin.identifiers.vector import GradedMany, grade_many

__all__ = [
    "SCHEMES",
    "Grade",
    "Graded",
    "GradedMany",
    "Known",
    "Normalised",
    "Reason",
    "Scheme",
    "detect",
    "find_resident_ids",
    "grade",
    "grade_many",
    "is_resident_id",
    "matrix",
    "normalise",
    "normalise_many",
    "org_check",
    "reg15_check",
    "uscc_check",
    "uscc_ok",
]
