"""When each periodic job last ran, and whether it found something wrong."""

from django.utils import timezone

from reports.models import Sweep


def note_sweep(name: str, *, rows: int = 0, alarm: str = "") -> Sweep:
    """Write down that a job ran now; `alarm` is kept until a later run finds nothing."""
    sweep, _made = Sweep.objects.update_or_create(
        name=name, defaults={"ran_at": timezone.now(), "rows": rows, "alarm": alarm}
    )
    return sweep
