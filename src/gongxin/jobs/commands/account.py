"""`gongxin account`: the first accounts of the administrator's three roles, where there is nobody yet who could propose them.

Every other account is proposed and approved at the desk, by two people.
"""

import argparse
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongxin.agencies.actions import opening
from gongxin.agencies.actions.accounts import Opening
from gongxin.agencies.queries import accounts as queries
from gongxin.agencies.roles import ADMINISTRATORS, Role
from gongxin.jobs.arguments import text
from gongxin.jobs.outcome import DONE, answer, answer_json, say
from gongxin.refusal import Refusal

NAME: Final = "account"
HELP_ZH: Final = "正式运行时开通最初的三员账号"
HELP_EN: Final = "in production: open the first accounts of the three administrators"

OPTIONS: Final = {
    "system": Role.SYSTEM_ADMINISTRATOR,
    "security": Role.SECURITY_ADMINISTRATOR,
    "auditor": Role.AUDITOR,
}


class AccountsStand(Refusal):
    """There are administrators: what is to be opened is proposed at the desk."""

    code = "account.first_stand"


def configure(parser: argparse.ArgumentParser) -> None:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--site", type=text, help="网站地址 · address of the site, https://…")
    shared.add_argument("--json", action="store_true", help="一个 JSON 文档 · one JSON document")
    acts = parser.add_subparsers(dest="act", metavar="first|again", required=True)
    first = acts.add_parser(
        "first",
        parents=[shared],
        help="开通还没有的三员账号 · open those of the three that are missing",
    )
    for option, role in OPTIONS.items():
        first.add_argument(
            f"--{option}",
            nargs=2,
            type=text,
            metavar=("NAME", "STAFF_NUMBER"),
            help=f"账号名 工号 · name and staff number: {role.value}",
        )
    again = acts.add_parser(
        "again",
        parents=[shared],
        help="某角色唯一的三员失去手机或密码时 · for the last administrator of a role who lost both factors",
    )
    again.add_argument("name", type=text)


def run(args: argparse.Namespace) -> int:
    shown = _first(args) if args.act == "first" else _again(args)
    site = (args.site or f"http://{settings.ALLOWED_HOSTS[0]}").rstrip("/")
    halves = [
        {"account": name, "link": f"{site}/desk/invitation/{link}", "code": code}
        for name, link, code in shown
    ]
    if args.json:
        answer_json({"invitations": halves})
    for half in [] if args.json else halves:
        answer(f"{half['account']}\n  {half['link']}\n  {half['code']}")
    say(
        "链接和开通码只显示这一次，七天内有效；请分别交给本人",
        "links and codes are shown this once and hold for seven days: give each to its person",
    )
    return DONE


def _first(args: argparse.Namespace) -> list[tuple[str, str, str]]:
    """All that are missing, in one transaction, or none."""
    missing = ADMINISTRATORS - queries.administrators()
    if not missing:
        raise AccountsStand(
            "三员账号都已开通，其他账号请在工作台提请",
            "the three administrators have accounts: propose any other at the desk",
        )
    named = {role: getattr(args, option) for option, role in OPTIONS.items()}
    unnamed = sorted(role.value for role in missing if named[role] is None)
    if unnamed:
        raise AccountsStand(
            f"请写明这些角色的账号名和工号：{'、'.join(unnamed)}",
            f"name the accounts and staff numbers of: {', '.join(unnamed)}",
        )
    now = timezone.now()
    shown = []
    with transaction.atomic():
        for role in sorted(role for role, given in named.items() if given is not None):
            name, person = named[role]
            link, code = opening.open_first(
                opening=Opening(name, role, None, person), by="system", now=now
            )
            shown.append((name, link, code))
    return shown


def _again(args: argparse.Namespace) -> list[tuple[str, str, str]]:
    link, code = opening.invite_last_again(username=args.name, by="system", now=timezone.now())
    return [(args.name, link, code)]
