from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from programs.fields import JapaneseDateField
from programs.models import Cohort, Program
from programs.shared.table_files import Limits, NotATable, Table, read_table
from workers.models.people_import import ImportKind

LIMITS = Limits()
SENTENCES = {
    "empty": _("The file is empty."),
    "header_only": _("The file has headings but no rows below them."),
    "too_large": _("The file is larger than 5 MB. Please divide it."),
    "too_many_rows": _("The file has more than 5,000 rows. Please divide it."),
    "too_many_columns": _("The file has too many columns. Please keep only those of the form sheet."),
    "long_cell": _("Row %(place)s has a cell with more than 5,000 characters. Please shorten it."),
    "encoding": _(
        "The characters of the file cannot be read (line %(place)s). Please save it as an Excel file (.xlsx)."
    ),
    "quotes": _("A quotation mark in line %(place)s is not closed. Please save the file as an Excel file (.xlsx)."),
    "binary": _("This is not a table. Please give an Excel (.xlsx) or CSV file."),
    "html": _("This is a web page and not a table. Please save it as an Excel file (.xlsx)."),
    "picture": _("This is a picture and not a table. Please give an Excel (.xlsx) or CSV file."),
    "pdf": _("This is a PDF and not a table. Please give an Excel (.xlsx) or CSV file."),
    "macros": _("The file contains macros. Please save it without them, as an Excel file (.xlsx)."),
    "encrypted": _("The file is protected by a password. Please save it without one."),
    "bomb": _("The file would become far too large when opened. Please make a new one with the form sheet."),
    "broken": _("The file cannot be opened. Please save it once more as an Excel file (.xlsx)."),
    "xml": _("The file contains parts that are not accepted. Please save it once more as an Excel file (.xlsx)."),
    "no_sheet": _("The file is empty."),
    "other_office": _("This is not an Excel table. Please give an Excel (.xlsx) or CSV file."),
}


class PeopleImportForm(forms.Form):
    """Who is in the file, and the file. What cannot be read is refused in one sentence."""

    kind = forms.ChoiceField(
        label=_("Who is in the file?"), choices=ImportKind.choices, initial=ImportKind.WORKERS, widget=forms.RadioSelect
    )
    cohort = forms.ModelChoiceField(
        label=_("Cohort"),
        queryset=Cohort.objects.none(),
        empty_label=None,
        help_text=_("Participants join it; applicants are added to its call."),
    )
    joined_on = JapaneseDateField(
        label=_("Joined on"),
        required=False,
        help_text=_("For rows without a day of their own. Left empty, the first day of the cohort."),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx, .xls) or CSV, at most 5 MB and 5,000 rows (applicants 1,000)."),
        error_messages={"required": _("Please choose the file."), "empty": SENTENCES["empty"]},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt,.tsv"}),
    )

    table: Table
    data_read: bytes

    def __init__(self, *args, program: Program, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = program.cohorts.order_by("-number")
        self.fields["cohort"].initial = program.cohorts.order_by("-number").first()

    def clean(self) -> dict:
        data = super().clean()
        cohort = data.get("cohort")
        if data.get("kind") == ImportKind.APPLICANTS and cohort and not hasattr(cohort, "call"):
            self.add_error("cohort", _("This cohort has no call for applicants yet. Make one first."))
        return data

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        try:
            if file.size > LIMITS.size:
                raise NotATable("too_large")
            self.data_read = file.read()
            self.table = read_table(self.data_read, LIMITS)
        except NotATable as fault:
            raise forms.ValidationError(
                SENTENCES[fault.reason], code=fault.reason, params={"place": fault.place}
            ) from fault
        return file
