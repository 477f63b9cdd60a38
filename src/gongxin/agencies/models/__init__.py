"""Tables of agencies, accounts, how they come in, the keys of programs, and what two people decide together."""

from gongxin.agencies.models.access import SecondFactor, SignIn
from gongxin.agencies.models.account import Account, Accounts, Grant
from gongxin.agencies.models.agency import Agency, AgencyName
from gongxin.agencies.models.key import Key
from gongxin.agencies.models.motion import Motion

__all__ = [
    "Account",
    "Accounts",
    "Agency",
    "AgencyName",
    "Grant",
    "Key",
    "Motion",
    "SecondFactor",
    "SignIn",
]
