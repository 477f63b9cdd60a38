"""Who may do what: the roles of accounts. An account or a grant is never the subject of a record, list or measure."""

from enum import StrEnum


class Role(StrEnum):
    """Roles of the desk, each with the least it needs. Nobody releases alone what they proposed themselves."""

    AGENCY_CLERK = "agency_clerk"  # 信源单位经办: sends files, sees the drafts of its agency
    AGENCY_REVIEWER = "agency_reviewer"  # 信源单位审核: releases what a clerk of its agency sent
    CENTRE_OFFICER = "centre_officer"  # 信用中心经办: releases for any agency, judges identities
    CENTRE_SUPERVISOR = "centre_supervisor"  # 信用中心负责人: approves what officers propose
    AUDITOR = "auditor"  # 审计管理员: reads everything, changes nothing
    SYSTEM_ADMINISTRATOR = "system_administrator"  # 系统管理员: accounts and settings, no facts
    SECURITY_ADMINISTRATOR = "security_administrator"  # 安全管理员: approves rights, incidents


SUBMITTERS = frozenset({Role.AGENCY_CLERK, Role.AGENCY_REVIEWER, Role.CENTRE_OFFICER})
RELEASERS = frozenset({Role.AGENCY_REVIEWER, Role.CENTRE_OFFICER, Role.CENTRE_SUPERVISOR})
# Propose and decide on editions, never both on the same.
LAWMAKERS = frozenset({Role.CENTRE_OFFICER, Role.CENTRE_SUPERVISOR})
AGENCY_ROLES = frozenset({Role.AGENCY_CLERK, Role.AGENCY_REVIEWER})  # bound to one agency
CENTRE_ROLES = frozenset({Role.CENTRE_OFFICER, Role.CENTRE_SUPERVISOR})
# 三员分立: three roles of three people. None of them touches a fact.
ADMINISTRATORS = frozenset({Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR})


def lendable(role: Role) -> frozenset[Role]:
    """Roles that an account of this one may be lent: those of its own house, so that it never meets more than it did."""
    for house in (AGENCY_ROLES, CENTRE_ROLES):
        if role in house:
            return house - {role}
    return frozenset()


class AgencyKind(StrEnum):
    REGULATOR = "regulator"  # 行政机关
    CENTRE = "centre"  # 公共信用信息中心
    COURT = "court"  # 司法机关
    OTHER = "other"


class NameKind(StrEnum):
    OFFICIAL = "official"
    SHORT = "short"
    ALIAS = "alias"  # another way in which the body is written: former, abridged, with or without the city


class Standing(StrEnum):
    GOOD = "good"  # neutral items are released on admission
    WATCHED = "watched"  # every item waits for a second reader
