"""The access record in words: it keeps names of models and short English notes, people read their own language."""

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _

from programs.admin.access_notes import CHOICES, NOTES, WORDS
from programs.models import Call
from programs.models.membership import Role


def kind_of(noun: str) -> str:
    """What a record is about, by the name people know."""
    if noun == "parked rows":
        return _("months that could not be added up")
    if ":" in noun:
        return _("page for staff (%(name)s)") % {"name": noun}
    model = _model(noun)
    return str(model._meta.verbose_name) if model else noun


def detail_of(detail: str, noun: str = "") -> str:
    """The note in words; one nobody taught us as it stands. `noun` is what the record is about."""
    for pattern, said in NOTES:
        if match := pattern.fullmatch(detail):
            return str(said) % {name: _say(name, value, noun) for name, value in match.groupdict().items()}
    return _columns(detail)


def _say(name: str, value: str, noun: str) -> str:
    """The words of one group of a pattern."""
    if name == "month":
        year, month = value.split("-")
        return f"{year}/{int(month)}"
    if name == "role":
        return str(Role(value).label) if value in Role.values else _("participant")
    if name == "model":
        return kind_of(f"workers.{value}")
    if name == "narrowed":
        return "、".join(_filter(part, noun) for part in value.split(", "))
    if name in CHOICES:
        return _choice(*CHOICES[name], value)
    return str(WORDS.get(value, value)) if name in ("word", "method") else value


def _choice(noun: str, column: str, value: str) -> str:
    choices = dict(apps.get_model(noun)._meta.get_field(column).flatchoices)
    return str(choices.get(value) or WORDS.get(value, value))


def _filter(part: str, noun: str) -> str:
    """`cohort__id__exact=3` by the name of its column; a searched word is never kept."""
    name, _equals, value = part.partition("=")
    if not value:
        return _("a searched word")
    model, column = _model(noun), name.split("__")[0]
    known = {field.name: field for field in model._meta.fields} if model else {}
    label = str(known[column].verbose_name) if column in known else name
    return f"{label} {value}"


def _columns(detail: str) -> str:
    """The changed columns of a call for applicants by their names; anything else as it stands."""
    columns = {field.name: str(field.verbose_name) for field in Call._meta.fields}
    names = detail.split()
    return "、".join(columns[name] for name in names) if names and all(name in columns for name in names) else detail


def _model(noun: str) -> type[Model] | None:
    try:
        return apps.get_model(noun)
    except (LookupError, ValueError):
        return None
