"""A statement of pays, pasted or given as a file: columns said, every row shown, written all at once or not at all."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.domain.once import TokenReused, new_token, only_once
from programs.domain.refusals import Refused
from workers.access import worker_page
from workers.domain.fees import FeeRules
from workers.domain.sources import sources_of
from workers.domain.statement_columns import Role
from workers.domain.statement_reading import LEAVE, TAKE, Line, Reading, read_statement
from workers.domain.statements import (
    choose_lines,
    discard_statement,
    keep_statement,
    set_columns,
    write_statement,
)
from workers.forms.statement import ColumnsForm, StatementForm
from workers.models import Enrollment, StatementImport
from workers.models.earning import Source
from workers.views.earnings import shut_sentence
from workers.views.own_tasks import own_refusal
from workers.views.pages import page_context

ROWS = 50
EARLIER = 5
ORDER = ("wrong", "open", "new", "left", "there", "skipped")
LIST = "/earnings/"


@require_http_methods(["GET", "HEAD", "POST"])
@worker_page
def statement_add(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    if shut := shut_sentence(enrollment):
        return own_refusal(request, enrollment, shut, back_url=LIST)
    sources = sources_of(enrollment)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = StatementForm(*data, sources=sources)
    if form.is_bound and form.is_valid():
        try:
            draft = keep_statement(
                enrollment=enrollment,
                source=form.cleaned_data["source"],
                table=form.table,
                data=form.data_read,
                file_name=form.file_name,
                by=request.user,
            )
        except Refused as refused:
            form.add_error("file" if form.file_name else "pasted", refused.sentence)
        else:
            _tell_about(request, form)
            page = "statement_detail" if draft.mapping["known"] else "statement_columns"
            return redirect(f"workers:{page}", draft.pk)
    earlier = StatementImport.objects.filter(enrollment=enrollment, discarded_at=None).defer("rows", "head", "mapping")
    context = {"form": form, "earlier": earlier[:EARLIER], "sources": dict(Source.choices)}
    context |= {"task": _("Take over a statement"), "back_url": LIST}
    status = 422 if form.is_bound else 200
    return render(request, "workers/statement_add.html", page_context(enrollment) | context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@worker_page
def statement_columns(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    """Which column is which; guessed before, remembered afterwards."""
    draft = _draft(enrollment, pk)
    if draft.written_at or draft.discarded_at:
        return redirect("workers:statement_detail", draft.pk)
    form = ColumnsForm(
        *((request.POST,) if request.method == "POST" else ()),
        head=draft.head,
        samples=[cells for _number, cells in draft.rows[:20]],
        mapping=draft.mapping,
        forms_matter=draft.source in FeeRules().sources_with_forms,
    )
    if form.is_bound and form.is_valid():
        try:
            set_columns(draft=draft, roles=form.roles(), job_form=form.cleaned_data.get("job_form", ""))
            return redirect("workers:statement_detail", draft.pk)
        except Refused as refused:
            form.add_error(None, refused.sentence)
    context = _about(enrollment, draft, _("Columns of the statement")) | {"form": form}
    status = 422 if form.is_bound else 200
    return render(request, "workers/statement_columns.html", context, status=status)


@require_safe
@worker_page
def statement_detail(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    """Every row as it was understood; nothing is written yet."""
    draft = _draft(enrollment, pk)
    context = _about(enrollment, draft, _("Check the statement"))
    if draft.written_at or draft.discarded_at:
        return render(request, "workers/statement_over.html", context)
    reading = read_statement(draft)
    lines = sorted(reading.lines, key=lambda line: (ORDER.index(line.state), line.number))
    context |= {
        "reading": reading,
        "counts": {state: reading.counts[state] for state in ORDER},
        "sums": _sums(reading),
        "months": sorted(reading.months.items()),
        "page": Paginator(lines, ROWS).get_page(request.GET.get("page")),
        "before": reading.before,
        "columns": _columns(draft),
        "shut": shut_sentence(enrollment),
        "once": new_token(),
    }
    context["any_choice"] = any(may_choose(line) for line in context["page"])
    return render(request, "workers/statement_detail.html", context)


@require_POST
@worker_page
def statement_choose(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    """Keep what was decided about the rows of one page, or about every row that may be there already."""
    draft = _draft(enrollment, pk)
    choices = {
        int(name.removeprefix("row-")): value
        for name, value in request.POST.items()
        if name.startswith("row-") and name.removeprefix("row-").isdecimal() and len(name) < 12
    }
    try:
        if (every := request.POST.get("every", "")) in (TAKE, LEAVE):
            choices = {line.number: every for line in read_statement(draft).lines if line.state == "open"}
        elif request.POST.get("every") == "wrong":
            choices = {line.number: LEAVE for line in read_statement(draft).lines if line.state == "wrong"}
        choose_lines(draft=draft, choices=choices)
        messages.success(request, _("What you decided is kept. Nothing has been written yet."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(f"{request.path.removesuffix('choose/')}?page={request.POST.get('page', '')[:6]}")


@require_POST
@worker_page
def statement_write(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    draft = _draft(enrollment, pk)
    if shut := shut_sentence(enrollment):
        return own_refusal(request, enrollment, shut, back_url=LIST)

    def work() -> str:
        done = write_statement(draft=draft, by=request.user)
        return f"{done.written_count} {done.repeated_count}"

    try:
        token = request.POST.get("once", "")
        if not token:
            return redirect("workers:statement_detail", draft.pk)
        done = only_once(token, user=request.user, content={"statement": draft.pk}, work=work, purpose="statement")
    except TokenReused:
        return redirect("workers:statement_detail", draft.pk)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("workers:statement_detail", draft.pk)
    written, repeated = map(int, done.answer.split())
    said = ngettext("%(n)s entry was written.", "%(n)s entries were written.", written) % {"n": written}
    if repeated:
        there = ngettext("%(n)s was there already.", "%(n)s were there already.", repeated) % {"n": repeated}
        said = f"{said}{there}"
    messages.success(request, said)
    return redirect("workers:earning_list")


@require_POST
@worker_page
def statement_discard(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    discard_statement(draft=_draft(enrollment, pk))
    messages.success(request, _("The rows were thrown away. Nothing was written."))
    return redirect("workers:earning_list")


def _about(enrollment: Enrollment, draft: StatementImport, task: str) -> dict[str, Any]:
    own = {"draft": draft, "source": Source(draft.source).label, "task": task, "back_url": LIST}
    return page_context(enrollment) | own


def may_choose(line: Line) -> bool:
    """Rows a person may leave out, or take over although they look like an entry that is there."""
    return line.state in ("wrong", "open", "left") or bool(line.twins and line.state == "new")


def _draft(enrollment: Enrollment, pk: int) -> StatementImport:
    draft = get_object_or_404(StatementImport, enrollment=enrollment, pk=pk)
    draft.enrollment = enrollment
    return draft


def _sums(reading: Reading) -> dict[str, int]:
    kept_back = {name: -reading.sums[name] for name in ("platform_fee", "transfer_fee", "withholding")}
    return {"gross": reading.sums["gross"], "received": reading.sums["received"]} | kept_back


def _columns(draft: StatementImport) -> list[tuple[Any, str]]:
    """What each column was taken for, in the order of an entry."""
    roles = draft.mapping.get("roles", {})
    return [(role.label, draft.head[roles[role]]) for role in Role if role in roles]


def _tell_about(request: HttpRequest, form: StatementForm) -> None:
    if form.table.other_sheets:
        messages.info(request, _("Only the sheet «%(name)s» was read.") % {"name": form.table.origin})
    elif form.file_name and form.table.origin in ("cp932", "utf-16", "utf-16-le", "utf-16-be"):
        name = "Shift_JIS" if form.table.origin == "cp932" else "UTF-16"
        messages.info(request, _("The characters were read as %(name)s. Please check the names.") % {"name": name})
