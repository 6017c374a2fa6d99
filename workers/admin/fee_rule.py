from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from programs.admin.scope import ScopedForm
from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.fields import YenField
from programs.templatetags.money import yen
from workers.domain.fees import fee_by
from workers.models import PlatformFeeRule
from workers.models.earning import GROSS_LIMIT

STEPS = 5
PLACES = [(f"end_{n}", f"rate_{n}") for n in range(1, STEPS + 1)]
EXAMPLES = (11_000, 110_000, 330_000)


class FeeRuleForm(ScopedForm):
    """The steps as pairs of fields: up to how many yen, and how many percent of that part."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tiers = self.instance.tiers or []
        for number, (end, rate) in enumerate(PLACES, 1):
            self.fields[end] = YenField(
                label=_("Step %(n)s: up to (yen)") % {"n": number},
                required=False,
                min_value=1,
                max_value=GROSS_LIMIT,
                help_text=_("Empty in the last step: for everything above.") if number == 1 else "",
            )
            self.fields[rate] = forms.DecimalField(
                label=_("of that part (%)"), required=False, min_value=0, max_value=100, decimal_places=2
            )
            if number <= len(tiers):
                limit, hundredths = tiers[number - 1]
                self.initial[end] = limit
                self.initial[rate] = f"{hundredths / 100:g}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not any(name in self.errors for pair in PLACES for name in pair):
            self.instance.tiers = self._tiers(cleaned)
        return cleaned

    def _tiers(self, cleaned: dict[str, Any]) -> list[list[int | None]]:
        used = [pair for pair in PLACES if cleaned.get(pair[0]) is not None or cleaned.get(pair[1]) is not None]
        if used != PLACES[: len(used)] or not used:
            self.add_error(PLACES[0][1], _("Fill in the steps from the first one on, without a gap."))
        start = 0
        for number, (end, rate) in enumerate(used, 1):
            limit, is_last = cleaned.get(end), number == len(used)
            if cleaned.get(rate) is None:
                self.add_error(rate, _("Write how many percent are kept of this part."))
            if is_last and limit is not None:
                self.add_error(end, _("The last step has no upper end: leave it empty."))
            elif not is_last and (limit is None or limit <= start):
                self.add_error(end, _("Each step must end higher than the one before it."))
            start = limit or start
        return [[cleaned.get(end), int((cleaned.get(rate) or 0) * 100)] for end, rate in used]


@admin.register(PlatformFeeRule, site=site)
class PlatformFeeRuleAdmin(ScopedAdmin):
    """For every town alike, so only the administrator looks at them and changes them."""

    menu_name = _("Platform fee rules")
    add_label = _("Enter a new rule")
    official_rights = ()
    administrator_rights = ("view", "add", "change", "delete")
    form = FeeRuleForm
    formfield_overrides = ScopedAdmin.formfield_overrides | {models.URLField: {"assume_scheme": "https"}}
    list_display = ("source", "form_of_job", "effective_from", "steps", "examples", "source_url", "checked_on")
    list_filter = ("source",)
    list_note = _(
        "The newest rule in force on the day of the pay counts. When a platform changes its fee, add a rule with the "
        "day it begins; entries that are written stay as they are."
    )

    def get_form(self, request: HttpRequest, obj: PlatformFeeRule | None = None, change: bool = False, **kwargs):
        """The pairs of steps are fields of the form alone; the model has one for all of them."""
        asked = ("source", "job_form", "effective_from", "tax_percent", "source_url", "checked_on")
        return super().get_form(request, obj, change=change, **kwargs | {"fields": asked})

    def get_fieldsets(self, request: HttpRequest, obj: PlatformFeeRule | None = None) -> list:
        return [
            (None, {"fields": (("source", "job_form"), "effective_from")}),
            (
                _("steps"),
                {
                    "fields": (*PLACES, "tax_percent"),
                    "description": _("Each rate applies to its part of the pay alone, as with 20 % up to 100,000 yen."),
                },
            ),
            (_("where it stands"), {"fields": ("source_url", "checked_on")}),
        ]

    def save_model(self, request: HttpRequest, obj: PlatformFeeRule, form: FeeRuleForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and any(name in form.changed_data for pair in PLACES for name in pair):
            obj.save(update_fields=["tiers"])

    @admin.display(description=_("form of job"), ordering="job_form")
    def form_of_job(self, rule: PlatformFeeRule) -> str:
        return rule.get_job_form_display() if rule.job_form else pgettext("form of job", "every form")

    @admin.display(description=_("steps"))
    def steps(self, rule: PlatformFeeRule) -> str:
        parts = [
            _("up to %(limit)s %(rate)s %%") % {"limit": yen(limit), "rate": f"{rate / 100:g}"}
            if limit
            else _("above %(rate)s %%") % {"rate": f"{rate / 100:g}"}
            for limit, rate in rule.tiers
        ]
        if len(parts) == 1:
            parts = [f"{rule.tiers[0][1] / 100:g} %"]
        return "、".join(parts)

    @admin.display(description=_("fee, for example"))
    def examples(self, rule: PlatformFeeRule) -> str:
        return "、".join(f"{yen(pay)} → {yen(fee_by(rule, pay))}" for pay in EXAMPLES)
