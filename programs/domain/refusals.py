"""Why the rules say no: one sentence for the person, and the field it belongs to."""

from django.utils.functional import Promise


class Refused(Exception):
    """A rule was not met. `sentence` is for the person; `field` names the input it belongs to, if any."""

    field: str | None = None
    for_staff: str | Promise = ""  # what is said to the town instead, where it can do more about it

    def __init__(self, sentence: str | Promise, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        if field is not None:
            self.field = field

    def __str__(self) -> str:
        return str(self.sentence)
