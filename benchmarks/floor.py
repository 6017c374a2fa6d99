"""The least a page of this stack can do: a bare write, and a bare read (session, one query, a small template)."""

from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path

from benchmarks.measures.entries import an_entry
from workers.models import Earning, IncomeMonth

_ROWS = Template("<table>{% for row in rows %}<tr><td>{{ row.month }}<td>{{ row.net }}</tr>{% endfor %}</table>")


def write(request: HttpRequest) -> HttpResponse:
    entry = an_entry(int(request.POST["gross"]))
    Earning(enrollment_id=int(request.POST["enrollment"]), **entry.as_columns()).save(force_insert=True)
    return HttpResponse(status=302, headers={"Location": "/"})


def read(request: HttpRequest) -> HttpResponse:
    assert request.session["_auth_user_id"]
    rows = IncomeMonth.objects.filter(enrollment=int(request.GET["enrollment"])).order_by("-month")[:12]
    return HttpResponse(_ROWS.render(Context({"rows": rows})))


urlpatterns = [path("floor/write/", write), path("floor/read/", read)]


class OwnUrls:
    """The floor's two pages, by their own list of addresses."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.urlconf = "benchmarks.floor"
        return self.get_response(request)
