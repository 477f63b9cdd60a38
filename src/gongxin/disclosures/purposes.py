"""Channels and kinds of recipient of a disclosure. Purposes are a closed list of the law (`jurisdictions/`), not free text."""

from enum import StrEnum


class Channel(StrEnum):
    API_CHECK = "api_check"
    COMMAND_CHECK = "command_check"
    PAGE = "page"
    REPORT = "report"
    FEED = "feed"
    PACKAGE = "package"


class RecipientKind(StrEnum):
    ANONYMOUS = "anonymous"  # the recipient is its check_id, redeemable for corrections
    ACCOUNT = "account"
    AGENCY = "agency"
    PARTNER = "partner"
    SUBJECT = "subject"
