"""What a platform will probably keep of a pay. A proposal only: the figure the person writes wins and is kept.

The rules are dated rows (workers/data/fee_rules.csv), each with the address it was read at.
"""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

from workers.models import PlatformFeeRule
from workers.models.earning import GROSS_LIMIT, JobForm

WHOLE = 10_000  # rates are hundredths of a percent
_NEAR = 12  # yen around the wanted sum: parts of a yen cut off twice make the way back uneven


class FeeRules:
    """Every rule, read once for a whole form or list, and only when the first fee is asked for."""

    def __init__(self, rules: Iterable[PlatformFeeRule] | None = None) -> None:
        self._given = rules

    @cached_property
    def _rules(self) -> list[PlatformFeeRule]:
        found = PlatformFeeRule.objects.all() if self._given is None else self._given
        return sorted(found, key=lambda rule: rule.effective_from, reverse=True)

    @property
    def sources_with_forms(self) -> frozenset[str]:
        """Where the form of the job changes the fee."""
        return frozenset(rule.source for rule in self._rules if rule.job_form)

    def rule(self, *, source: str, earned_on: dt.date, job_form: str = JobForm.PROJECT) -> PlatformFeeRule | None:
        """The newest in force on that day: one for this form of job before one for every form."""
        in_force = [rule for rule in self._rules if rule.source == source and rule.effective_from <= earned_on]
        own = (rule for rule in in_force if rule.job_form and rule.job_form == job_form)
        return next(own, None) or next((rule for rule in in_force if not rule.job_form), None)

    def fee(self, *, source: str, gross: int, earned_on: dt.date, job_form: str = JobForm.PROJECT) -> int:
        rule = self.rule(source=source, earned_on=earned_on, job_form=job_form)
        return fee_by(rule, gross) if rule else 0

    def gross_for(self, net: int, *, source: str, earned_on: dt.date, job_form: str = JobForm.PROJECT) -> int | None:
        """A pay that leaves `net` after the fee, the roundest of several; without one the smallest that leaves more.

        None when no pay within the limit leaves that much.
        """
        rule = self.rule(source=source, earned_on=earned_on, job_form=job_form)
        return _gross_before(rule, net) if rule else net


def proposed_fee(
    *, source: str, gross: int, earned_on: dt.date, job_form: str = JobForm.PROJECT, rules: FeeRules | None = None
) -> int:
    """The platform fee in whole yen, tax included; 0 for sources without a rule in force on that day."""
    return (rules or FeeRules()).fee(source=source, gross=gross, earned_on=earned_on, job_form=job_form)


def fee_by(rule: PlatformFeeRule, gross: int) -> int:
    """Step by step of the pay with tax, parts of a yen cut off, then consumption tax on the fee, cut off again."""
    parts, start = 0, 0
    for end, rate in rule.tiers:
        parts += max(0, (gross if end is None else min(gross, end)) - start) * rate
        start = end or start
    fee = parts // WHOLE
    return fee + fee * rule.tax_percent // 100


def _gross_before(rule: PlatformFeeRule, net: int) -> int | None:
    def left_of(gross: int) -> int:
        return gross - fee_by(rule, gross)

    low, high = net, GROSS_LIMIT
    if net > high or left_of(high) < net:
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if left_of(middle) >= net else (middle + 1, high)
    near = range(max(net, low - _NEAR), min(GROSS_LIMIT, low + _NEAR) + 1)
    return max((gross for gross in near if left_of(gross) == net), key=_roundness, default=low)


def _roundness(gross: int) -> tuple[int, int]:
    """Pays are agreed in round figures: the zeros at the end, then the smaller one."""
    return len(str(gross)) - len(str(gross).rstrip("0")), -gross
