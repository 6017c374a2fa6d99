"""The access record in words: it keeps names of models and short English notes, people read their own language."""

import re

from django.apps import apps
from django.utils.translation import gettext as _

from programs.models.membership import Role

NOTES = (
    (re.compile(r"([0-9]+) rows"), lambda count: _("%(count)s rows") % {"count": count}),
    (
        re.compile(r"([0-9]+) rows \((.+)\)"),
        lambda count, how: _("%(count)s rows, narrowed by %(how)s") % {"count": count, "how": how},
    ),
    (re.compile(r"([0-9]+) retried"), lambda count: _("%(count)s tried again") % {"count": count}),
    (re.compile(r"merged ([0-9]+)"), lambda pk: _("joined with record no. %(pk)s") % {"pk": pk}),
    (re.compile(r"withdrawn"), lambda: _("withdrawn")),
    (re.compile(r"made: ([a-z]+)"), lambda role: _("made for: %(role)s") % {"role": _role(role)}),
    (re.compile(r"reissued: ([a-z]+)"), lambda role: _("printed anew for: %(role)s") % {"role": _role(role)}),
    (re.compile(r"joined: ([a-z]+)"), lambda role: _("accepted as: %(role)s") % {"role": _role(role)}),
    (re.compile(r"cohort ([0-9]+) people"), lambda pk: _("people of the cohort with record no. %(pk)s") % {"pk": pk}),
    (re.compile(r"cohort ([0-9]+) months"), lambda pk: _("months of the cohort with record no. %(pk)s") % {"pk": pk}),
    (re.compile(r"([0-9]{4})-([0-9]{2})"), lambda year, month: f"{year}/{int(month)}"),
)


def kind_of(noun: str) -> str:
    """What a record is about, by the name people know."""
    if noun == "parked rows":
        return _("months that could not be added up")
    if ":" in noun:
        return _("page for staff (%(name)s)") % {"name": noun}
    try:
        return str(apps.get_model(noun)._meta.verbose_name)
    except (LookupError, ValueError):
        return noun


def detail_of(detail: str) -> str:
    """The note in words; one nobody taught us as it stands."""
    for pattern, said in NOTES:
        if match := pattern.fullmatch(detail):
            return said(*match.groups())
    return detail


def _role(role: str) -> str:
    return str(Role(role).label) if role in Role.values else _("participant")
