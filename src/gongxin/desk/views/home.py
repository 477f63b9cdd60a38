"""The first page of the desk: what waits for me today, with its clocks."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongxin.agencies.policy import POLICY, Kind
from gongxin.agencies.roles import Role
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.render import page
from gongxin.desk.waiting import tasks


@require_safe
@permitted("desk.home")
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    return page(request, visit, "home", {"tasks": tasks(visit)})


@require_safe
@permitted("policy.read")
def policy(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The table of access as it stands: the very rules that are applied, by what they are about, of one role if asked."""
    asked = request.GET.get("role", "")
    role = Role(asked) if asked in set(Role) else None
    rules = [rule for rule in POLICY if role is None or role in rule.roles]
    groups = [
        (kind, [(rule, [one for one in Role if one in rule.roles]) for rule in of_kind])
        for kind in Kind
        if (of_kind := [rule for rule in rules if rule.kind is kind])
    ]
    context = {"groups": groups, "roles": list(Role), "role": role, "count": len(rules)}
    return page(request, visit, "policy", context)
