"""The tasks of the desk in the order of a day. An entry shows for whoever may do its action."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """One entry: the name of its address, what it says, the action that opens it."""

    address: str
    text: Promise
    action: str


MENU: Final[tuple[Entry, ...]] = (
    Entry("desk:home", _("今天"), "desk.home"),
    Entry("desk:upload", _("上传"), "upload.start"),
    Entry("desk:forms", _("逐条填报"), "form.fill"),
    Entry("desk:batches", _("报送批次"), "batch.list"),
    Entry("desk:motions", _("提请审批"), "motion.list"),
    Entry("desk:policy", _("权限表"), "policy.read"),
)
