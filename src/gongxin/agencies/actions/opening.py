"""Opening an account, or inviting its person anew: proposed by one administrator, approved by another."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from gongxin.agencies.actions import motions
from gongxin.agencies.actions.accounts import Opening
from gongxin.agencies.invitations import GOOD_FOR, End, Half, fresh, kept
from gongxin.agencies.models import Account, Agency, Invitation, SecondFactor, SignIn
from gongxin.agencies.motions import Draft, MotionKind
from gongxin.agencies.persons import AccountRefused, ensure_person, ensure_username
from gongxin.agencies.queries.accounts import ensure_role
from gongxin.agencies.roles import ADMINISTRATORS, AGENCY_ROLES, Role
from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.journal import actions as journal
from gongxin.journal.leaves import Entry


@transaction.atomic
def propose(*, opening: Opening, reason: str, by: str, now: datetime) -> UUID:
    """Ask for an account; the motion's id."""
    ensure_role(by, Role.SYSTEM_ADMINISTRATOR)
    person = _ensure_fit(opening)
    content = {
        "act": "open",
        "account": opening.username,
        "role": opening.role.value,
        "agency": opening.agency_key,
        "person": person,
    }
    draft = Draft(
        MotionKind.ACCOUNT_OPEN,
        opening.agency_key or EVERY_AGENCY,
        f"account:{opening.username}",
        content,
        reason,
    )
    return motions.propose(draft=draft, by=by, now=now)


@transaction.atomic
def propose_again(*, username: str, reason: str, by: str, now: datetime) -> UUID:
    """Ask that its person may set password and second factor anew; the motion's id."""
    ensure_role(by, Role.SYSTEM_ADMINISTRATOR)
    account = Account.objects.select_related("agency").get(username=username, is_active=True)
    key = account.agency.key if account.agency else None
    content = {"act": "again", "account": username, "role": str(account.role), "agency": key}
    about = f"account:{username}"
    draft = Draft(MotionKind.ACCOUNT_OPEN, key or EVERY_AGENCY, about, content, reason)
    return motions.propose(draft=draft, by=by, now=now)


@transaction.atomic
def carry_out(*, motion: UUID, seen_hash: bytes, by: str, now: datetime) -> str:
    """Approve what was seen, and do it; the account's name. An approved account waits for its person's two factors."""
    ensure_role(by, Role.SECURITY_ADMINISTRATOR)
    moved = motions.approve(
        motion=motion, kind=MotionKind.ACCOUNT_OPEN, seen_hash=seen_hash, by=by, now=now
    )
    content = moved.content
    if content["act"] == "open":
        opening = Opening(
            content["account"], Role(content["role"]), content["agency"], content["person"]
        )
        account = _opened(opening)
        entries = [opening.entry]
    else:
        if content["account"] == by:
            raise AccountRefused(
                "不能批准给自己重设密码", "nobody approves an invitation of their own"
            )
        account, entries = _emptied(content["account"], by, now)
    _invited(account, motion, by, now)
    entries.append(Entry("account.invited", {"account": account.username, "motion": str(motion)}))
    journal.append_many(entries=entries, by=by, now=now)
    return account.username


@transaction.atomic
def open_first(*, opening: Opening, by: str, now: datetime) -> tuple[str, str]:
    """The first account of one of the administrator's roles, for the command line: its link and its code.

    Refused where an active account has the role. The rival is a second command; the lock on the role's accounts cannot
    keep it out where there is none, the unique person and name do.
    """
    if opening.role not in ADMINISTRATORS:
        raise AccountRefused(
            "命令行只开通三员账号", "the command line opens the administrators' accounts alone"
        )
    if Account.objects.filter(role=opening.role, is_active=True).exists():
        raise AccountRefused(
            "该角色已有账号，新账号请在工作台提请开通",
            "the role has an account: propose another at the desk",
            details={"role": opening.role.value},
        )
    _ensure_fit(opening)
    account = _opened(opening)
    return _both_halves(account, [opening.entry], by, now)


@transaction.atomic
def invite_last_again(*, username: str, by: str, now: datetime) -> tuple[str, str]:
    """A new link and code for an administrator who lost both factors and is the last of the role, for the command line.

    Where another account of the role exists the desk does it, by two people.
    """
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None or account.role not in ADMINISTRATORS:
        raise AccountRefused(
            "命令行只为三员账号重发邀请", "the command line invites administrators alone"
        )
    if Account.objects.filter(role=account.role, is_active=True).count() > 1:
        raise AccountRefused(
            "该角色还有别的账号，请在工作台提请",
            "the role has another account: propose the invitation at the desk",
        )
    account, entries = _emptied(username, by, now)
    return _both_halves(account, entries, by, now)


def _both_halves(account: Account, entries: list[Entry], by: str, now: datetime) -> tuple[str, str]:
    link, code = fresh(Half.LINK), fresh(Half.CODE)
    row = _invited(account, None, by, now)
    Invitation.objects.filter(pk=row.pk).update(
        link_hash=kept(link), link_by=by, code_hash=kept(code), code_by=by
    )
    entries = [*entries, Entry("account.invited", {"account": account.username})]
    journal.append_many(entries=entries, by=by, now=now)
    return link, code


def _ensure_fit(opening: Opening) -> str:
    """The staff number, where such an account may be opened; else AccountRefused."""
    ensure_username(opening.username)
    person = ensure_person(opening.person or "")
    if (opening.role in AGENCY_ROLES) != (opening.agency_key is not None):
        raise AccountRefused(
            "信源单位的角色要选单位，其他角色不属于任何单位",
            "an agency's role needs its agency, any other has none",
        )
    if opening.agency_key and not Agency.objects.filter(key=opening.agency_key).exists():
        raise AccountRefused("没有这个单位", "there is no such agency")
    if Account.objects.filter(username=opening.username).exists():
        raise AccountRefused(
            "这个账号名用过了",
            "this account name was used before",
            remedy_zh="换一个名字：停用的账号名也不再给别人用",
            remedy_en="choose another: the name of a closed account is given to nobody else",
        )
    if Account.objects.filter(person=person, is_active=True).exists():
        raise _HasOne
    return person


class _HasOne(AccountRefused):
    def __init__(self) -> None:
        super().__init__(
            "这个工号已有账号：一人一号，三员不得由同一人担任",
            "this staff number has an account: one person, one account, and never two of the administrator's roles",
            remedy_zh="岗位变动时先停用原账号",
            remedy_en="where somebody changes posts, close the old account first",
        )


def _opened(opening: Opening) -> Account:
    agency = Agency.objects.get(key=opening.agency_key) if opening.agency_key else None
    person = ensure_person(opening.person or "")
    try:
        with transaction.atomic():  # its rival: another motion about the same name or person
            return Account.objects.create(
                username=opening.username,
                role=opening.role,
                agency=agency,
                person=person,
                password=make_password(None),
            )
    except IntegrityError:
        raise _HasOne from None


def _emptied(username: str, by: str, now: datetime) -> tuple[Account, list[Entry]]:
    """The account without its factors and sign-ins: nobody enters by them from this moment."""
    account = (
        Account.objects.select_for_update(of=("self",))  # its rival: closing it
        .filter(username=username, is_active=True)
        .first()
    )
    if account is None:
        raise AccountRefused("该账号已经停用", "this account is closed already")
    Account.objects.filter(pk=account.pk).update(password=make_password(None))
    SecondFactor.objects.filter(account=account).delete()
    live = SignIn.objects.filter(account=account, ended_at__isnull=True)
    entries = [
        Entry("account.signed_out", {"sign_in": str(one)})
        for one in live.order_by("pk").values_list("pk", flat=True)
    ]
    live.update(ended_at=now, ended_by=by)
    return account, entries


def _invited(account: Account, motion: UUID | None, by: str, now: datetime) -> Invitation:
    """A new invitation; the one before it is good for nothing."""
    Invitation.objects.filter(account=account, ended_at__isnull=True).update(
        ended_at=now, ended_how=End.REPLACED
    )
    return Invitation.objects.create(
        account=account, motion=motion, made_by=by, made_at=now, ends_at=now + GOOD_FOR
    )
