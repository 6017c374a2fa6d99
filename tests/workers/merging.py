"""Making two rows one, as the official does."""

from workers.domain.merging import merge_workers
from workers.models import Worker


def merged(nichinan, twin, **choices) -> Worker:
    return merge_workers(keep=nichinan.worker, drop=twin, by=nichinan.official, **choices)
