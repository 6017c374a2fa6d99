"""Who looked at my record: the access record about a participant, in their words."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from programs.admin.access_plain import plain_detail_of, plain_kind_of
from programs.domain.access_records import Action
from workers.access import worker_page
from workers.domain.about_person import person_of
from workers.domain.looks import Look, records_about, records_by, with_roles
from workers.models import Enrollment
from workers.views.pages import page_context

ROWS = 50


@require_safe
@worker_page
def look_list(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    """What others did; with `?by=me` what the person did themselves. Reading this list is not written down."""
    person = person_of(enrollment.worker)
    own = request.GET.get("by") == "me"
    records = records_by(person) if own else records_about(person)
    page = Paginator(records, ROWS).get_page(request.GET.get("page"))
    context = {
        "own": own,
        "page": page,
        "lines": [_line(look) for look in with_roles(page.object_list, person)],
        "page_query": "by=me&" if own else "",
        "task": _("Who looked at my record"),
        "back_url": "/me/data/",
    }
    return render(request, "workers/look_list.html", page_context(enrollment) | context)


def _line(look: Look) -> dict[str, object]:
    record = look.record
    did = Action(record.action).label if record.action in Action.values else record.action
    about = (plain_kind_of(record.noun), plain_detail_of(record.detail, record.noun))
    return {"at": record.at, "role": look.role, "name": look.name, "did": did, "about": [one for one in about if one]}
