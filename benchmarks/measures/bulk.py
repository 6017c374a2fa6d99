"""Many entries at once through the gate, every one validated, against COPY of the same rows."""

import datetime as dt
import io

from django.db import connection, transaction
from django.utils import timezone

from benchmarks.figures import Figure, at_most
from benchmarks.timing import seconds
from workers.domain.earnings import Entry, record_earnings
from workers.models import Earning, Enrollment

_COLUMNS = """
    enrollment_id, earned_on, source, title, client, gross, platform_fee, transfer_fee, withholding, minutes,
    recorded_at
"""


def measure(people: int = 100, entries: int = 1000) -> list[Figure]:
    chosen = list(Enrollment.objects.order_by("-pk")[:people])
    newest = Earning.objects.order_by("-pk").values_list("pk", flat=True).first()
    copied = seconds(lambda: _copy(chosen, entries))
    _take_back(newest)
    ours = seconds(lambda: [record_earnings(enrollment=one, entries=_entries(entries), by=None) for one in chosen])
    _take_back(newest)
    what = f"{people * entries:,} entries through the gate, COPY of the same rows"
    return [at_most(5, what, f"{ours:.2f} s", f"{copied:.2f} s", ours / copied)]


def _entries(count: int) -> list[Entry]:
    today = timezone.localdate()
    return [
        Entry(
            earned_on=today - dt.timedelta(days=n % 330),
            source="crowdworks",
            title=f"Descriptions of goods {n}",
            gross=1_000 + n,
            platform_fee=(1_000 + n) * 22 // 100,
        )
        for n in range(count)
    ]


def _copy(people: list[Enrollment], entries: int) -> None:
    now = timezone.now().isoformat()
    text = io.StringIO()
    for one in people:
        for entry in _entries(entries):
            text.write(
                f"{one.pk}\t{entry.earned_on}\t{entry.source}\t{entry.title}\t\t{entry.gross}\t{entry.platform_fee}\t0\t0\t0\t{now}\n"
            )
    text.seek(0)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.copy_expert(f"COPY workers_earning ({_COLUMNS}) FROM STDIN", text)


def _take_back(newest: int) -> None:
    """Away with the rows, and with what they left in the table: both ways start alike."""
    Earning.objects.filter(pk__gt=newest)._raw_delete("default")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM workers_earning")
