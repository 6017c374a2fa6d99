"""What a phase's conditions ask, what was found, and where it is mended: sentences for the frozen findings."""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programs.domain.phase_conditions import Finding
from programs.domain.phases import phase_of
from programs.models import Program, ProgramPhase
from programs.templatetags.dates import day_year, fiscal_year, fiscal_year_wareki
from programs.templatetags.money import in_japanese, yen

register = template.Library()

ASKED = {
    "town_pays": gettext_lazy("The town's role is taken on, and what it pays for is written down"),
    "operator_pays": gettext_lazy("The operator's role is taken on, and what it pays for is written down"),
    "platform_pays": gettext_lazy("The platform's role is taken on, and what it pays for is written down"),
    "director": gettext_lazy("A director is in place"),
    "deputy": gettext_lazy("A second director is in place, so that nobody is left alone"),
    "official": gettext_lazy("The town's official is in place"),
    "seminar": gettext_lazy("An information seminar has been held"),
    "own_revenue": gettext_lazy("Own revenue has reached the share the partners agreed on"),
    "public_money": gettext_lazy("Public money has not risen over the last two complete fiscal years"),
}


@register.filter
def asked(finding: Finding) -> str:
    """What the condition asks for; the bare code of a condition that is no longer asked."""
    return str(ASKED.get(finding.code, finding.code))


@register.filter
def found(finding: Finding) -> str:
    """What was found, with the figure and the day."""
    say = _SENTENCES.get(finding.code)
    return say(finding.found) if say else ""


@register.filter
def fiscal_year_both(year: int) -> str:
    """2026年度（令和8年度）; FY2026."""
    return f"{fiscal_year(year)}（{fiscal_year_wareki(year)}）" if in_japanese() else fiscal_year(year)


@register.filter
def percent(share: Fraction | None) -> str:
    """38.4%, never rounded up: 39.96% has not reached 40%. A dash for no figures."""
    if share is None:
        return "—"
    tenths = int(share * 1000)
    return f"{tenths // 10}.{tenths % 10}%".replace(".0%", "%")


@register.simple_tag
def current_phase(program: Program) -> ProgramPhase | None:
    return phase_of(program)


@register.simple_tag
def mend(program: Program, finding: Finding) -> dict[str, str] | None:
    """{url, label} of the page on which an unmet condition is mended; None where there is no such page."""
    place = None if finding.met else _MENDED_AT.get(finding.code)
    if place is None:
        return None
    view, args, label = place(program, finding.found)
    try:
        url = reverse(
            view, args=[program.slug, *args.pop("args", [])] if not view.startswith("admin:") else [program.pk]
        )
    except NoReverseMatch:
        return None
    return {"url": f"{url}?{urlencode(args)}" if args else url, "label": label}


# -- sentences ---------------------------------------------------------------------------------------
def _day(text: str) -> str:
    return day_year(dt.date.fromisoformat(text))


def _partner(found: dict) -> str:
    if not found["partners"]:
        return _("Nobody is named for this role.")
    missing = _("%(name)s: what they pay for is not written down.")
    paying = _("%(name)s pays for: %(pays_for)s")
    said = (
        (paying if pays_for else missing) % {"name": name, "pays_for": pays_for} for name, pays_for in found["partners"]
    )
    return "、".join(said)


def _people(found: dict) -> str:
    if not found["people"]:
        return _("Nobody is in place.")
    return "、".join(
        _("%(name)s (since %(day)s)") % {"name": name, "day": _day(since)} for name, since in found["people"]
    )


def _deputy(found: dict) -> str:
    count = len(found["people"])
    if not count:
        return _people(found)
    said = ngettext("%(count)s director: %(names)s", "%(count)s directors: %(names)s", count)
    return said % {"count": count, "names": _people(found)}


def _seminar(found: dict) -> str:
    if not found["count"]:
        return _("None has been held yet.")
    said = ngettext(
        "Held once, on %(first)s.", "Held %(count)s times, first on %(first)s, last on %(last)s.", found["count"]
    )
    return said % {"count": found["count"], "first": _day(found["first"]), "last": _day(found["last"])}


def _own_revenue(found: dict) -> str:
    goal = found["goal"]
    agreed = _("Agreed: %(goal)s%%.") % {"goal": goal} if goal is not None else _("No share has been agreed on yet.")
    if "year" not in found:
        return _("No money of a complete fiscal year is written down.") + agreed
    facts = {
        "year": fiscal_year_both(found["year"]),
        "share": percent(Fraction(found["own"], found["total"])),
        "own": yen(found["own"]),
        "total": yen(found["total"]),
    }
    return _("%(year)s: %(share)s (%(own)s of %(total)s).") % facts + agreed


def _public_money(found: dict) -> str:
    known = [
        _("%(year)s: %(amount)s") % {"year": fiscal_year_both(year), "amount": yen(amount)}
        for year, amount in found["years"]
    ]
    missing = [_("%(year)s: not written down") % {"year": fiscal_year_both(year)} for year in found["missing"]]
    return "、".join(known + missing)


_SENTENCES: dict[str, Callable[[dict], str]] = {
    **dict.fromkeys(("town_pays", "operator_pays", "platform_pays"), _partner),
    **dict.fromkeys(("director", "official"), _people),
    "deputy": _deputy,
    "seminar": _seminar,
    "own_revenue": _own_revenue,
    "public_money": _public_money,
}


# -- where it is mended: view, arguments, what the link says ----------------------------------------------
def _mend_partner(_program: Program, found: dict) -> tuple[str, dict, str]:
    if found.get("partner"):
        return "programs:partner_edit", {"args": [found["partner"]]}, _("Write what they pay for")
    return "programs:partner_add", {"role": found["role"]}, _("Name the partner")


def _mend_people(_program: Program, _found: dict) -> tuple[str, dict, str]:
    return "programs:invitation_add", {}, _("Invite somebody")


def _mend_seminar(_program: Program, _found: dict) -> tuple[str, dict, str]:
    return "workers:course_list", {}, _("Open the courses")


def _mend_own_revenue(_program: Program, found: dict) -> tuple[str, dict, str]:
    if found["goal"] is None:
        return "admin:programs_program_change", {}, _("Write down the agreed share")
    return "programs:funding_add", {"kind": "own_revenue"}, _("Write down the money")


def _mend_public_money(_program: Program, found: dict) -> tuple[str, dict, str] | None:
    year = {"fiscal_year": found["missing"][0]} if found["missing"] else {}
    return "programs:funding_add", year, _("Write down the money")


_MENDED_AT: dict[str, Callable[[Program, dict], tuple[str, dict, str]]] = {
    **dict.fromkeys(("town_pays", "operator_pays", "platform_pays"), _mend_partner),
    **dict.fromkeys(("director", "deputy", "official"), _mend_people),
    "seminar": _mend_seminar,
    "own_revenue": _mend_own_revenue,
    "public_money": _mend_public_money,
}
