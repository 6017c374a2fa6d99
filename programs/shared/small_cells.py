"""Small counts withheld (秘匿): under five people a figure says something about one of them."""

LEAST_PEOPLE = 5  # as in public statistics


def is_few(people: int) -> bool:
    """Nobody at all gives nobody away."""
    return 0 < people < LEAST_PEOPLE
