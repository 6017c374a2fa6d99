"""Small cohorts: under five people a total gives away the others' income, so it must not leave the town hall."""

LEAST_PEOPLE = 5  # as in public statistics: cells under five are withheld (秘匿)


def is_withheld(*, enrolled: int, active: int) -> bool:
    """May these figures not be published? Staff see them all the same: they see each person anyway."""
    return is_few(enrolled) or is_few(active)


def is_few(people: int) -> bool:
    """Nobody at all gives nobody away."""
    return 0 < people < LEAST_PEOPLE
