"""Who holds copies of what is public here, what for, on which basis: a register that anybody may read."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongxin.catalogue import queries as catalogue
from gongxin.exchange.queries import partners
from gongxin.portal import moment
from gongxin.portal.middleware import open_page
from gongxin.portal.render import page


@require_safe
@open_page(seconds=60)
def partners_listed(request: HttpRequest) -> HttpResponse:
    """Those that were closed stand last: what they were given they hold still."""
    purposes = {one.key: one for one in catalogue.purposes(moment.of(request).today)}
    rows = [(one, purposes.get(one.purpose)) for one in partners.partners()]
    return page(request, "partners", {"rows": rows})
