"""People in bulk: a file is given, shown row by row, decided about, and written all at once or not at all."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.access import official_page
from programs.domain.access_records import Action, record_access
from programs.domain.once import TokenReused, new_token, only_once
from programs.domain.refusals import Refused
from programs.exports.workbook import XLSX, Sheet, explanations, workbook_of
from programs.models import Program
from programs.views.shell import shell
from workers.domain.people_imports import (
    APPLICANTS_AT_ONCE,
    DraftRow,
    choose,
    discard,
    keep_draft,
    no_room,
    rows_of,
    write_import,
)
from workers.forms.import_rows import COLUMNS, EXAMPLE, HEADINGS, fields_of, missing_headings, read_rows
from workers.forms.people_import import PeopleImportForm
from workers.models import PeopleImport
from workers.models.application import PcSkill
from workers.models.people_import import ImportKind

ROWS = 50
_EXAMPLES = {
    "name": f"（{EXAMPLE}）日南 花子", "kana": "ニチナン ハナコ", "phone": "090-0000-0000", "email": "a@example.jp",
    "joined_on": "2026/4/1", "weekly_hours": "20", "pc_skill": "", "address": "", "gender": "", "motivation": "",
}  # fmt: skip


@require_safe
@official_page
def import_list(request: HttpRequest, program: Program) -> HttpResponse:
    drafts = PeopleImport.objects.visible_to(request.user).filter(program=program)
    page = Paginator(drafts.defer("rows").select_related("cohort", "uploaded_by"), ROWS).get_page(
        request.GET.get("page")
    )
    return render(request, "workers/import_list.html", {**shell(request, program), "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def import_add(request: HttpRequest, program: Program) -> HttpResponse:
    form = PeopleImportForm(request.POST or None, request.FILES or None, program=program)
    if not (request.method == "POST" and form.is_valid()):
        return _add_page(request, program, form)
    data = form.cleaned_data
    columns, _ignored = fields_of(form.table.head, data["kind"])
    if missing := missing_headings(columns, data["kind"]):
        sentence = _("The first row has no column called: %(names)s.") % {"names": "、".join(missing)}
        form.add_error("file", sentence)
        return _add_page(request, program, form)
    rows = read_rows(form.table, columns, kind=data["kind"], cohort=data["cohort"], joined_on=data["joined_on"])
    if fault := _fault(rows, data["kind"]):
        form.add_error("file", fault)
        return _add_page(request, program, form)
    draft = keep_draft(
        program=program,
        cohort=data["cohort"],
        kind=data["kind"],
        file_name=data["file"].name,
        data=form.data_read,
        rows=rows,
        by=request.user,
    )
    record_access(
        Action.LOOKED, draft, user=request.user, municipality=program.municipality, detail=f"file of {len(rows)} rows"
    )
    _tell_about(request, form)
    return redirect("workers:import_detail", program.slug, draft.pk)


@require_safe
@official_page
def import_detail(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    return _detail_page(request, program, _draft(request, program, pk))


@require_POST
@official_page
def import_choose(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Keep what was decided about the rows of one page."""
    draft = _draft(request, program, pk)
    choices = {
        int(name.removeprefix("row-")): value
        for name, value in request.POST.items()
        if name.startswith("row-") and name.removeprefix("row-").isdecimal()
    }
    try:
        choose(draft=draft, choices=choices)
        messages.success(request, _("What you decided is kept. Nothing has been written yet."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(f"{request.path.removesuffix('choose/')}?page={request.POST.get('page', '')}")


@require_POST
@official_page
def import_write(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    draft = _draft(request, program, pk)
    token = request.POST.get("once", "")
    if not token:
        return redirect("workers:import_detail", program.slug, draft.pk)
    try:
        done = only_once(
            token,
            user=request.user,
            content={"import": draft},
            work=lambda: write_import(draft=draft, by=request.user),
            purpose="import_write",
        )
    except TokenReused:
        return redirect("workers:import_detail", program.slug, draft.pk)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("workers:import_detail", program.slug, draft.pk)
    count = int(done.answer)
    messages.success(request, ngettext("%(n)s person was written.", "%(n)s people were written.", count) % {"n": count})
    return redirect("workers:import_list", program.slug)


@require_POST
@official_page
def import_discard(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    discard(draft=_draft(request, program, pk))
    messages.success(request, _("The rows were thrown away. Nothing was written."))
    return redirect("workers:import_list", program.slug)


@require_safe
@official_page
def import_template(request: HttpRequest, program: Program) -> HttpResponse:
    """The form sheet to fill in, with an example row that is passed over."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in ImportKind.values else ImportKind.WORKERS
    columns = COLUMNS[kind]
    head = [HEADINGS[name][0] for name in columns]
    example = _EXAMPLES | {"pc_skill": "／".join(str(label) for label in PcSkill.labels)}
    spellings = [(HEADINGS[name][0], "、".join(HEADINGS[name][1:])) for name in columns]
    book = workbook_of(
        Sheet(str(ImportKind(kind).label), head, [[example[name] for name in columns]]),
        explanations(_("Headings"), (_("Heading"), _("Also understood")), spellings),
    )
    response = HttpResponse(book, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{kind}.xlsx"'
    return response


def _add_page(request: HttpRequest, program: Program, form: PeopleImportForm) -> HttpResponse:
    return render(request, "workers/import_add.html", {**shell(request, program), "form": form})


def _fault(rows: list[dict], kind: str) -> str:
    if not rows:
        return _("The file has headings but no rows below them.")
    if kind == ImportKind.APPLICANTS and len(rows) > APPLICANTS_AT_ONCE:
        return _("At most 1,000 applicants can be taken from one file. Please divide it.")
    return ""


def _tell_about(request: HttpRequest, form: PeopleImportForm) -> None:
    """What was left out of the file."""
    _columns, ignored = fields_of(form.table.head, form.cleaned_data["kind"])
    if ignored:
        said = _("Columns that are not taken over: %(names)s.") % {"names": "、".join(ignored[:12])}
        messages.info(request, said)
    if form.table.other_sheets:
        said = _("Only the sheet «%(name)s» was read.") % {"name": form.table.origin}
        messages.info(request, said)


def _draft(request: HttpRequest, program: Program, pk: int) -> PeopleImport:
    drafts = PeopleImport.objects.visible_to(request.user).filter(program=program)
    return get_object_or_404(drafts.select_related("program__municipality", "cohort", "uploaded_by"), pk=pk)


def _detail_page(request: HttpRequest, program: Program, draft: PeopleImport) -> HttpResponse:
    rows = rows_of(draft)
    page = Paginator(sorted(rows, key=_wrong_first), ROWS).get_page(request.GET.get("page"))
    wrong, undecided = sum(bool(row.errors) for row in rows), sum(row.is_open for row in rows)
    full = "" if wrong else no_room(draft, rows)
    context = {
        "draft": draft,
        "page": page,
        "wrong": wrong,
        "undecided": undecided,
        "coming": sum(row.choice != "skip" for row in rows),
        "is_over": bool(draft.written_at or draft.discarded_at),
        "no_room": full,
        "is_ready": bool(rows) and not (wrong or undecided or full),
        "any_suspect": any(row.is_suspect and not row.errors for row in page),
        "once": new_token(),
    }
    return render(request, "workers/import_detail.html", {**shell(request, program), **context})


def _wrong_first(row: DraftRow) -> tuple[bool, bool, int]:
    return (not row.errors, not row.is_open, row.number)
