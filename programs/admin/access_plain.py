"""The access record in words for the person it is about: what was done, without numbers of records."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from programs.admin.access_notes import NOTES
from programs.admin.access_words import detail_of, kind_of

# Notes that name a row by its number, said without it.
_PLAIN = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"earning \d+ verified", gettext_lazy("an income entry was checked")),
        (r"earning \d+ returned", gettext_lazy("an income entry was given back with a reason")),
        (r"verified [\d ]+", gettext_lazy("an income entry was checked")),
        (r"contact \d+ logged", gettext_lazy("a contact was written down")),
        (r"contact \d+ corrected", gettext_lazy("a contact was corrected")),
        (r"contact \d+ removed", gettext_lazy("a contact was removed")),
        (r"follow-up \d+ added", gettext_lazy("something to be done was written down")),
        (r"follow-up \d+ changed", gettext_lazy("something to be done was changed")),
        (r"follow-up \d+ done", gettext_lazy("something to be done is done")),
        (r"follow-up \d+ not done", gettext_lazy("something to be done is open again")),
        (r"supporter \d+ appointed", gettext_lazy("a supporter was appointed")),
        (r"supporter \d+ ended", gettext_lazy("a supporter's time ended")),
        (r"wish \d+ agreed", gettext_lazy("a wish for another target was agreed to")),
        (r"wish \d+ declined", gettext_lazy("a wish for another target was declined")),
        (r"stage \d+ corrected", gettext_lazy("a stage was corrected")),
        (r"state \d+ noted", gettext_lazy("how you are now was written down")),
        (r"merged \d+", gettext_lazy("two records of you were joined")),
        (r"[a-z]+ \d+ removed", gettext_lazy("a line was removed")),
        (r"cohort \d+ people", gettext_lazy("a list of everybody in the cohort")),
        (r"call \d+ applications.*", gettext_lazy("a list of all applications of the call")),
        (r"(made|reissued): worker", pgettext_lazy("access", "a slip for you was printed")),
    )
)


def plain_kind_of(noun: str) -> str:
    """What a record is about; a page by its address is only «a page for staff» to others."""
    if ":" in noun:
        return _("a page for staff")
    if noun == "workers.enrollment":
        return _("the participant's page")
    kind = kind_of(noun)
    return "" if kind == noun else kind


def plain_detail_of(detail: str, noun: str) -> str:
    """The note in words; nothing where it has none without a number."""
    for pattern, said in _PLAIN:
        if pattern.fullmatch(detail):
            return str(said)
    for pattern, _said in NOTES:
        if match := pattern.fullmatch(detail):
            return "" if "pk" in match.groupdict() else detail_of(detail, noun)
    return ""
