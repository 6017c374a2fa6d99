"""Where a person's jobs come from."""

from django.db.models import Max

from workers.models import Earning, Enrollment
from workers.models.earning import Source


def sources_of(enrollment: Enrollment) -> list[str]:
    """Every source, the one used last first."""
    used = Earning.objects.filter(enrollment=enrollment).values("source").annotate(last=Max("pk")).order_by("-last")
    recent = [row["source"] for row in used]
    return recent + [source for source in Source.values if source not in recent]
