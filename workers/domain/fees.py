"""What a platform will probably keep of a pay. A proposal only: the figure the person writes wins and is kept.

Checked on 2026-11-22. Both rules apply to the pay with consumption tax; parts of a yen are cut off.
"""

from workers.models.earning import Source

# CrowdWorks, https://crowdworks.jp/pages/guides/employee/fee: 20 % up to 100,000 yen, 10 % of the next 100,000,
# 5 % above, and consumption tax on the fee.
CROWDWORKS_TIERS = ((100_000, 20), (200_000, 10), (None, 5))
CONSUMPTION_TAX = 10
# Lancers, https://info.lancers.jp/28688: 16.5 % with tax, for every kind of job since 2022-10-01.
LANCERS_PER_MILLE = 165


def proposed_fee(*, source: str, gross: int) -> int:
    """The platform fee in whole yen, tax included; 0 for sources without a known rule."""
    if source == Source.CROWDWORKS:
        return _crowdworks_fee(gross)
    if source == Source.LANCERS:
        return gross * LANCERS_PER_MILLE // 1000
    return 0


def _crowdworks_fee(gross: int) -> int:
    hundredths, start = 0, 0
    for end, per_cent in CROWDWORKS_TIERS:
        part = max(0, (gross if end is None else min(gross, end)) - start)
        hundredths += part * per_cent
        start = end or start
    fee = hundredths // 100
    return fee + fee * CONSUMPTION_TAX // 100
