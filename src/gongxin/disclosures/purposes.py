"""Channels and kinds of recipient of a disclosure. Purposes are a closed list of the law (`jurisdictions/`), not free text.

What somebody who works here looks for is a closed list of the house, with a reason in their own words beside it.
"""

from enum import StrEnum


class Channel(StrEnum):
    API_CHECK = "api_check"
    COMMAND_CHECK = "command_check"
    PAGE = "page"
    REPORT = "report"
    FEED = "feed"
    PACKAGE = "package"
    RECALL = "recall"  # what is true now, told with a recall


class RecipientKind(StrEnum):
    ANONYMOUS = "anonymous"  # the recipient is its check_id, redeemable for corrections
    ACCOUNT = "account"
    AGENCY = "agency"
    PARTNER = "partner"
    SUBJECT = "subject"


class StaffPurpose(StrEnum):
    """What somebody who works here searches for."""

    REPORTING = "reporting"  # 办理报送和更正
    RELEASE = "release"  # 审核发布
    OBJECTION = "objection"  # 办理异议
    REPAIR = "repair"  # 办理信用修复
    MATCHING = "matching"  # 核对主体
    ENQUIRY = "enquiry"  # 答复主体本人的查询
    AUTHORITY = "authority"  # 配合有权机关
    INCIDENT = "incident"  # 处置安全事件
    AUDIT = "audit"  # 审计
