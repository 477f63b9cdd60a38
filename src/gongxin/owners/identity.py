"""The place where the national identity service would say for which organisation somebody acts. None is connected. Pure."""

from dataclasses import dataclass
from typing import Final, Protocol

from gongxin.refusal import Refusal


@dataclass(frozen=True)
class Vouched:
    """What such a service would vouch for: an organisation by its unified code, and its own reference. Never a person."""

    uscc: str
    reference: str


class IdentityService(Protocol):
    """A service of the state that knows who may act for an organisation."""

    @property
    def is_configured(self) -> bool: ...

    def vouch(self, ticket: str) -> Vouched:
        """For which organisation the bearer of this ticket acts, or a Refusal."""
        ...


class IdentityServiceMissing(Refusal):
    """No such service is connected here."""

    code = "owner.identity_service_missing"

    def __init__(self) -> None:
        super().__init__(
            "本平台没有接入全国统一身份认证",
            "the national identity service is not connected here",
            remedy_zh="用函件或到窗口开通",
            remedy_en="open the account by letter or at the counter",
        )


class NotConfigured:
    """What stands in its place: it vouches for nobody and says so."""

    @property
    def is_configured(self) -> bool:
        return False

    def vouch(self, ticket: str) -> Vouched:
        del ticket
        raise IdentityServiceMissing


SERVICE: Final[IdentityService] = NotConfigured()
