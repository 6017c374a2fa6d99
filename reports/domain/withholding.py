"""Small cohorts: under five people a total gives away the others' income, so it must not leave the town hall."""

from programs.shared.small_cells import is_few


def is_withheld(*, enrolled: int, active: int) -> bool:
    """May these figures not be published? Staff see them all the same: they see each person anyway."""
    return is_few(enrolled) or is_few(active)
