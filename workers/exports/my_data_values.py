"""A value of one's own data as a program reads it, and as a person does; people of the town by role and name only."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.admin.access_plain import plain_detail_of, plain_kind_of
from programs.domain.access_records import Action
from programs.models import AccessRecord, Membership, User
from workers.domain.about_person import Person
from workers.exports.my_data_tables import HIDDEN_ANYWHERE, INCLUDED, Table
from workers.models import Earning, EarningChange, Evidence, LaterState
from workers.models.evidence import EvidenceKind

_SPOKEN = {
    "action": lambda row: str(Action(row.action).label) if row.action in Action.values else row.action,
    "noun": lambda row: plain_kind_of(row.noun),
    "detail": lambda row: plain_detail_of(row.detail, row.noun),
}
_IN_THE_COPY = {table.model for table in INCLUDED}


@dataclass(frozen=True)
class Column:
    """One column of a table in the copy."""

    field: models.Field

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def label(self) -> str:
        if self.field.primary_key:
            return _("No.")
        return _label_of(self.field)

    @property
    def is_person(self) -> bool:
        return self.field.related_model is User

    @property
    def is_named(self) -> bool:
        """Shown by what it is called, not by its number: a cohort, a skill, somebody of the town."""
        return self.field.is_relation and self.field.related_model._meta.label not in _IN_THE_COPY | {"programs.User"}

    def described(self) -> dict[str, object]:
        """For the JSON: its label, and what the short words of its values mean."""
        choices = {str(key): str(word) for key, word in self.field.flatchoices} if self.field.choices else None
        return {"label": self.label} | ({"choices": choices} if choices else {})


def columns_of(table: Table) -> list[Column]:
    fields = table.of._meta.concrete_fields
    return [Column(field) for field in fields if field.name not in HIDDEN_ANYWHERE and field.name not in table.hidden]


def file_name_of(evidence: Evidence) -> str:
    """Where a file stands in the archive: plain letters, nothing of the name it was given under."""
    if evidence.kind == EvidenceKind.PDF:
        return f"files/{evidence.pk}.pdf"
    return (
        f"files/{evidence.pk}{PurePosixPath(evidence.file_name).suffix.lower() if _plain_suffix(evidence) else '.jpg'}"
    )


def _plain_suffix(evidence: Evidence) -> bool:
    return PurePosixPath(evidence.file_name).suffix.lower() in {".jpg", ".jpeg", ".png", ".webp"}


def _label_of(field: models.Field) -> str:
    """Of a column the database computes, the name stands with its kind."""
    return str(field.output_field.verbose_name if field.generated else field.verbose_name)


def _label_in(model: type[models.Model], name: str) -> str:
    known = {field.name: field for field in model._meta.concrete_fields}
    return _label_of(known[name]) if name in known else name


class Words:
    """Values in words. Knows whose copy it is, and asks once for each member of staff."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._known: dict[int, str] = {}

    def value(self, column: Column, row: models.Model) -> object:
        """For the JSON: numbers, true and false, days as text."""
        value = self._raw(column, row)
        if isinstance(value, dt.datetime):
            return timezone.localtime(value).isoformat(timespec="seconds")
        return value.isoformat() if isinstance(value, dt.date) else value

    def text(self, column: Column, row: models.Model) -> object:
        """For a cell: choices by their words, moments as people write them."""
        value = self._raw(column, row)
        if column.field.choices and value not in (None, ""):
            return str(dict(column.field.flatchoices).get(value, value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, dt.datetime):
            return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
        if isinstance(value, dt.date):
            return value.isoformat()
        if isinstance(row, EarningChange) and isinstance(value, dict):
            value = {_label_in(Earning, name): one for name, one in value.items()}
        return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value

    def _raw(self, column: Column, row: models.Model) -> object:
        field = column.field
        if column.is_person:
            return self._who(getattr(row, field.attname))
        if column.is_named:
            other = getattr(row, field.name)
            return None if other is None else str(other)
        if field.is_relation:
            return getattr(row, field.attname)
        if isinstance(field, models.FileField):
            return file_name_of(row)
        if isinstance(row, LaterState) and field.name == "note" and row.noted_by_id:
            return ""  # what staff noted of a call is theirs
        if isinstance(row, AccessRecord) and field.name in _SPOKEN:
            return _SPOKEN[field.name](row)
        return getattr(row, field.attname)

    def _who(self, user_id: int | None) -> str | None:
        if user_id is None:
            return None
        if user_id not in self._known:
            self._known[user_id] = self._named(user_id)
        return self._known[user_id]

    def _named(self, user_id: int) -> str:
        if user_id in self._person.users:
            return _("yourself")
        name = User.objects.values_list("display_name", flat=True).get(pk=user_id)
        term = Membership.objects.filter(user=user_id).order_by("-joined_on").first()
        return f"{term.get_role_display()} {name}" if term else name
