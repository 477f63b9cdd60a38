"""Every write of this room, a module a noun."""

from gongxin.subjects.actions.judging import end_judgement, judge
from gongxin.subjects.actions.registering import Registered, register_many, register_reported
from gongxin.subjects.actions.succession import succeed

__all__ = [
    "Registered",
    "end_judgement",
    "judge",
    "register_many",
    "register_reported",
    "succeed",
]
