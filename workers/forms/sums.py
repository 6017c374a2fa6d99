from dataclasses import dataclass

from programs.shared.month import Month


@dataclass(frozen=True)
class Sums:
    """What the form comes to so far: the strip under the amount and the sum in the dock. None is not known yet."""

    month: Month
    before: int
    gross: int | None = None
    fee: int | None = None
    after: int | None = None
    is_wrong: bool = False  # something typed must be mended before a sum can be told

    @property
    def net(self) -> int | None:
        return None if self.gross is None or self.fee is None else self.gross - self.fee
