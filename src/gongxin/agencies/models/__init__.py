"""Tables of agencies, accounts, how they come in, the keys of programs, and what two people decide together."""

from gongxin.agencies.models.access import Invitation, SecondFactor, SignIn, SignInFailure
from gongxin.agencies.models.account import Account, Accounts, Grant
from gongxin.agencies.models.agency import Agency, AgencyName
from gongxin.agencies.models.key import Key
from gongxin.agencies.models.motion import Motion
from gongxin.agencies.models.review import Review, ReviewLine
from gongxin.agencies.models.training import Training

__all__ = [
    "Account",
    "Accounts",
    "Agency",
    "AgencyName",
    "Grant",
    "Invitation",
    "Key",
    "Motion",
    "Review",
    "ReviewLine",
    "SecondFactor",
    "SignIn",
    "SignInFailure",
    "Training",
]
