"""What a cohort is called where several programs are in sight: «第1期» alone could be anybody's."""

from collections import Counter
from collections.abc import Callable, Iterable

from programs.models import Cohort, Program


def cohort_namer(programs: Iterable[Program]) -> Callable[[Cohort], str]:
    """Name cohorts for somebody who sees `programs`: with the town where there are several, with the program where
    its town has several. The function reads `cohort.program.municipality`: fetch them along."""
    in_town = Counter(program.municipality_id for program in programs)

    def name(cohort: Cohort) -> str:
        parts = [str(cohort)]
        if in_town[cohort.program.municipality_id] > 1:
            parts.insert(0, cohort.program.name)
        if len(in_town) > 1:
            parts.insert(0, cohort.program.municipality.name)
        return " ".join(parts)

    return name
