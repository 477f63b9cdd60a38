"""The accounts that a demonstration is entered by: each role once, for two agencies. Production has none of them. Pure."""

from dataclasses import dataclass
from typing import Final

from gongxin.agencies.roles import Role


@dataclass(frozen=True)
class Entrance:
    username: str
    role: Role
    agency_key: str | None
    person: str | None = None


# Two agencies that report penalties of their own, so that one can be seen not to see the other's.
AGENCIES: Final = ("samr", "emergency")
OFFICE: Final = (
    Entrance("centre.officer", Role.CENTRE_OFFICER, None),
    Entrance("centre.second", Role.CENTRE_OFFICER, None),
    Entrance("centre.supervisor", Role.CENTRE_SUPERVISOR, None),
    Entrance("office.auditor", Role.AUDITOR, None, "DEMO-1"),
    Entrance("office.system", Role.SYSTEM_ADMINISTRATOR, None, "DEMO-2"),
    Entrance("office.security", Role.SECURITY_ADMINISTRATOR, None, "DEMO-3"),
)
ENTRANCES: Final = (
    *(
        Entrance(f"{agency}.{word}", role, agency)
        for agency in AGENCIES
        for word, role in (("clerk", Role.AGENCY_CLERK), ("reviewer", Role.AGENCY_REVIEWER))
    ),
    *OFFICE,
)
