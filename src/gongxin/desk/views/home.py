"""The first page of the desk: what waits for me today, with its clocks."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongxin.agencies.policy import POLICY
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
    """The table of access as it stands: the very rules that are applied."""
    return page(request, visit, "policy", {"rules": POLICY, "roles": list(Role)})
