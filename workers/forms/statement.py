"""Giving a statement, and saying which of its columns means what."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.shared.table_files import Limits, NotATable, Table, read_pasted, read_table
from workers.domain.statement_columns import Role
from workers.forms.people_import import SENTENCES
from workers.models.earning import JobForm, Source

LIMITS = Limits(columns=200, ragged=True)
SAID = SENTENCES | {
    "too_many_columns": _("The table has more than 200 columns. Please give only those of the pays."),
    "bomb": _("The file would become far too large when opened. Please save it once more as an Excel file (.xlsx)."),
    "binary": _("This is not a table. Please give an Excel (.xlsx, .xls) or CSV file."),
}
SHOWN = 24  # characters of a heading or a sample in a menu
PLEASE_CHOOSE = _("Please choose where the job came from.")


class StatementForm(forms.Form):
    """A pasted table or a file. What cannot be read is refused in one sentence; what was pasted stays."""

    source = forms.ChoiceField(
        label=_("Where the jobs came from"),
        widget=forms.RadioSelect,
        choices=Source,
        error_messages={"required": PLEASE_CHOOSE, "invalid_choice": PLEASE_CHOOSE},
    )
    pasted = forms.CharField(
        label=_("Paste the table"),
        help_text=_("Copy the rows on the page of your statement, headings included, and paste them here."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        help_text=_("Excel (.xlsx, .xls) or CSV, at most 5 MB and 5,000 rows."),
        required=False,
        error_messages={"empty": SAID["empty"]},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt,.tsv"}),
    )

    table: Table
    data_read: bytes

    def __init__(self, *args: Any, sources: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [(source, Source(source).label) for source in sources]
        self.fields["source"].initial = sources[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        pasted, file = cleaned.get("pasted") or "", cleaned.get("file")
        if self.errors:
            return cleaned
        if bool(pasted.strip()) == bool(file):
            both = _("Please paste the table or choose a file, one of the two.")
            self.add_error("pasted", both if file else _("Please paste the table, or choose a file."))
            return cleaned
        try:
            if file and file.size > LIMITS.size:
                raise NotATable("too_large")
            self.data_read = file.read() if file else pasted.replace("\r\n", "\n").encode(errors="replace")
            self.table = read_table(self.data_read, LIMITS) if file else read_pasted(pasted, LIMITS)
        except NotATable as fault:
            sentence = forms.ValidationError(SAID[fault.reason], code=fault.reason, params={"place": fault.place})
            self.add_error("file" if file else "pasted", sentence)
        return cleaned

    @property
    def file_name(self) -> str:
        return self.cleaned_data["file"].name if self.cleaned_data.get("file") else ""


class ColumnsForm(forms.Form):
    """One menu for each thing an entry needs, with the columns of the statement to choose from."""

    def __init__(
        self, *args: Any, head: Sequence[str], samples: Sequence[Sequence[str]], mapping: Mapping, forms_matter: bool
    ) -> None:
        super().__init__(*args)
        columns = [(str(n), _named(n, head, samples)) for n in range(len(head)) if head[n] or _sample(n, samples)]
        for role in Role:
            self.fields[role] = forms.ChoiceField(
                label=role.label,
                required=role == Role.DAY,
                choices=[("", _("not in the table")), *columns],
                initial=str(mapping.get("roles", {}).get(role, "")),
                error_messages={
                    "required": _("Please choose the column with the day."),
                    "invalid_choice": _("Please choose one of them."),
                },
            )
        if forms_matter:
            self.fields["job_form"] = forms.ChoiceField(
                label=_("Form of the jobs"),
                help_text=_("It changes the platform fee, where the table has none."),
                choices=JobForm,
                initial=mapping.get("job_form") or JobForm.PROJECT,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        taken: dict[str, str] = {}
        for role in Role:
            place = cleaned.get(role)
            if place and place in taken:
                self.add_error(
                    role, _("This column is chosen already for «%(name)s».") % {"name": Role(taken[place]).label}
                )
            elif place:
                taken[place] = role
        if not self.errors and not (cleaned.get(Role.GROSS) or cleaned.get(Role.NET)):
            self.add_error(Role.GROSS, _("Please choose the column with the pay, or the one with the amount received."))
        return cleaned

    def roles(self) -> dict[str, int]:
        return {str(role): int(self.cleaned_data[role]) for role in Role if self.cleaned_data.get(role)}


def _sample(place: int, samples: Sequence[Sequence[str]]) -> str:
    return next((cells[place] for cells in samples if cells[place]), "")


def _named(place: int, head: Sequence[str], samples: Sequence[Sequence[str]]) -> str:
    name, sample = head[place][:SHOWN], _sample(place, samples)[:SHOWN]
    name = name or _("column %(n)s") % {"n": place + 1}
    return _("%(name)s (such as %(sample)s)") % {"name": name, "sample": sample} if sample else str(name)
