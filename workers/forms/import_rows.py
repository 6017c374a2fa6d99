"""The rows of a file of people, as forms: headings in many spellings, each cell understood or refused in a sentence."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.domain.refusals import Refused
from programs.fields import JapaneseDateField, KanaField, LineField, PhoneField, TextField
from programs.models import Cohort
from programs.shared.digits import plain_digits
from programs.shared.search_key import search_key
from programs.shared.table_files import Table
from workers.domain.joining import refuse_far_start
from workers.models.application import Gender, PcSkill
from workers.models.people_import import ImportKind

# What a heading may be called in files of towns; the first is what our own form sheet writes.
HEADINGS = {
    "name": ("氏名", "名前", "お名前", "name"),
    "family_name": ("氏", "姓", "名字", "苗字", "family name"),
    "given_name": ("名", "given name"),
    "kana": ("フリガナ", "氏名カナ", "氏名(カナ)", "カナ", "カナ氏名", "読み", "読み仮名", "kana"),
    "family_name_kana": ("氏カナ", "氏(カナ)", "姓カナ", "姓(カナ)", "セイ"),
    "given_name_kana": ("名カナ", "名(カナ)", "メイ"),
    "phone": ("電話", "電話番号", "携帯", "携帯電話", "携帯番号", "tel", "phone"),
    "email": ("メール", "メールアドレス", "Eメール", "e-mail", "email", "mail"),
    "joined_on": ("参加日", "参加した日", "開始日", "登録日", "joined on"),
    "weekly_hours": ("週の時間", "週に働ける時間", "働ける時間", "週の稼働時間", "hours a week"),
    "pc_skill": ("PCスキル", "パソコンスキル", "PC経験", "パソコン経験", "pc skills"),
    "address": ("住所", "address"),
    "gender": ("性別", "gender"),
    "motivation": ("参加したい理由", "応募の動機", "志望動機", "応募動機", "動機", "motivation"),
}
_KNOWN = {search_key(spelling): name for name, spellings in HEADINGS.items() for spelling in spellings}
WORKER_COLUMNS = ("name", "kana", "phone", "email", "joined_on")
APPLICANT_COLUMNS = ("name", "kana", "phone", "email", "weekly_hours", "pc_skill", "address", "gender", "motivation")
COLUMNS = {ImportKind.WORKERS: WORKER_COLUMNS, ImportKind.APPLICANTS: APPLICANT_COLUMNS}
_PARTS = {"family_name": "name", "given_name": "name", "family_name_kana": "kana", "given_name_kana": "kana"}
EXAMPLE = "記入例"


class ChoiceCell(LineField):
    """One of the choices, by its code or by what the screen calls it; empty is `empty`, or a mistake without one."""

    default_error_messages = {"choice": _("Please write one of: %(choices)s.")}

    def __init__(self, *, choices: Sequence[tuple[str, str | Promise]], empty: str = "", **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.known, self.empty = choices, empty

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text and self.empty:
            return self.empty
        for code, label in self.known:
            if search_key(text) in (search_key(code), search_key(str(label))):
                return code
        words = "、".join(str(label) for _code, label in self.known)
        code = "choice" if text else "required"
        raise forms.ValidationError(self.error_messages[code], code=code, params={"choices": words})


class HoursCell(LineField):
    """20, ２０, 20時間, 週20h."""

    default_error_messages = {"hours": _("Please write the hours a week, from 1 to 80.")}

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        numbers = re.findall("[0-9]+", plain_digits(text))
        if text and (len(numbers) != 1 or not 1 <= int(numbers[0]) <= 80):
            raise forms.ValidationError(self.error_messages["hours"], code="hours")
        return int(numbers[0]) if numbers else None


class PersonRow(forms.Form):
    """What every row has: a name, its reading, ways to reach the person."""

    name = LineField(label=_("full name"), max_length=100, error_messages={"required": _("The name is missing.")})
    kana = KanaField(label=_("kana"), max_length=160, required=False)
    phone = PhoneField(label=_("phone number"), max_length=20, required=False)
    email = forms.EmailField(label=_("e-mail address"), max_length=254, required=False)

    def clean_name(self) -> str:
        if any(len(part) > 50 for part in _split(self.cleaned_data["name"])):
            raise forms.ValidationError(
                _("Please write the family name, a space and the given name, each up to 50 signs.")
            )
        return self.cleaned_data["name"]

    def clean_kana(self) -> str:
        if any(len(part) > 80 for part in _split(self.cleaned_data["kana"])):
            raise forms.ValidationError(_("Please write the reading shorter."))
        return self.cleaned_data["kana"]

    def values(self) -> dict[str, Any]:
        """As it is kept: names in two parts, everything else by its field. Only plain values."""
        data = dict.fromkeys(self.fields, "") | self.cleaned_data
        data["family_name"], data["given_name"] = _split(data.pop("name", ""))
        data["family_name_kana"], data["given_name_kana"] = _split(data.pop("kana", ""))
        return {key: str(value) if isinstance(value, dt.date) else value for key, value in data.items()}


class WorkerRow(PersonRow):
    """Somebody who joins a cohort, on the day in the row or the one chosen for all."""

    joined_on = JapaneseDateField(label=_("joined on"), required=False)

    def __init__(self, *args: Any, cohort: Cohort, joined_on: dt.date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort, self.usual_day = cohort, joined_on or cohort.starts_on

    def clean_joined_on(self) -> dt.date:
        day = self.cleaned_data["joined_on"] or self.usual_day
        if day < self.cohort.starts_on:
            raise forms.ValidationError(
                _("The cohort starts on %(day)s. Enter that day or a later one.")
                % {"day": date_format(self.cohort.starts_on, "DATE_FORMAT")}
            )
        try:
            refuse_far_start(day)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return day


class ApplicantRow(PersonRow):
    """Somebody who applies: by paper or phone, written into a file by the town."""

    weekly_hours = HoursCell(
        label=_("hours a week"), max_length=20, error_messages={"required": _("The hours a week are missing.")}
    )
    pc_skill = ChoiceCell(
        label=_("PC skills"),
        choices=PcSkill.choices,
        max_length=60,
        error_messages={"required": _("The PC skills are missing. Please write one of: %(choices)s.")},
    )
    address = LineField(label=_("address"), max_length=200, required=False)
    gender = ChoiceCell(label=_("gender"), choices=Gender.choices, empty=Gender.NOT_SAID, max_length=20)
    motivation = TextField(label=_("motivation"), max_length=1000, required=False)

    def __init__(self, *args: Any, cohort: Cohort, joined_on: dt.date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kana"].required = True
        self.fields["kana"].error_messages["required"] = _("The reading of the name is missing.")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not (data.get("phone") or data.get("email")) and not {"phone", "email"} & set(self.errors):
            self.add_error("phone", _("Please write a phone number or an e-mail address."))
        return data


ROWS: dict[str, type[PersonRow]] = {ImportKind.WORKERS: WorkerRow, ImportKind.APPLICANTS: ApplicantRow}


def fields_of(head: Sequence[str], kind: str) -> tuple[dict[int, str], list[str]]:
    """Which column is which field, and the headings nobody here knows. Of two for one field the first counts."""
    columns: dict[int, str] = {}
    ignored = []
    wanted = {*COLUMNS[kind], *_PARTS}
    for place, heading in enumerate(head):
        name = _KNOWN.get(search_key(re.sub(r"[※*＊].*$", "", heading)))
        if name in wanted and name not in columns.values():
            columns[place] = name
        elif heading:
            ignored.append(heading)
    return columns, ignored


def missing_headings(columns: dict[int, str], kind: str) -> list[str]:
    """Headings without which no row can be understood, as our own sheet writes them."""
    there = {_PARTS.get(name, name) for name in columns.values()}
    needed = ("name",) if kind == ImportKind.WORKERS else ("name", "kana", "weekly_hours", "pc_skill")
    return [HEADINGS[name][0] for name in needed if name not in there]


def read_rows(
    table: Table, columns: dict[int, str], *, kind: str, cohort: Cohort, joined_on: dt.date | None
) -> list[dict[str, Any]]:
    """Each row as {n, values, errors: [(heading, sentence)]}; the example row of our own sheet is passed over."""
    rows = []
    for row in table.rows:
        cells = _joined({name: row.cells[place] for place, name in columns.items()})
        if EXAMPLE in cells.get("name", ""):
            continue
        form = ROWS[kind](cells, cohort=cohort, joined_on=joined_on)
        form.is_valid()
        errors = [
            (str(form.fields[name].label), str(sentence)) for name, found in form.errors.items() for sentence in found
        ]
        # A cell that was refused is not kept: it may be what must not be kept.
        rows.append({"n": row.number, "values": form.values(), "errors": errors})
    return rows


def _joined(cells: dict[str, str]) -> dict[str, str]:
    """Names that stand in two columns, as one with a space between."""
    for whole in ("name", "kana"):
        parts = [cells.pop(part, "") for part, of in _PARTS.items() if of == whole]
        if any(parts) and not cells.get(whole):
            cells[whole] = " ".join(part for part in parts if part)
    return cells


def _split(name: str) -> tuple[str, str]:
    """田中　さつき → 田中, さつき; one word is a family name."""
    family, _space, given = re.sub(r"\s+", " ", name.strip()).partition(" ")
    return family, given
