"""After somebody was made nameless no page says who it was: the town's pages, their files, the administration."""

from collections.abc import Iterator
from io import BytesIO
from itertools import islice

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from programs.admin.site import site
from tests.furnished import furnish_programme, noun_before
from tests.signing_in import with_fresh_password
from tests.test_access import GUARD_OF, ROUTES
from tests.workers.lived import NEEDLES, live
from workers.domain.about_person import PATHS, Person, person_of
from workers.domain.erasure import ask_for_erasure, erase_person

pytestmark = pytest.mark.django_db
STAFF_PAGES = {"program_page", "director_page", "official_page"}


def addresses(person: Person, pks: dict[str, int], keys: dict[str, str]) -> Iterator[str]:
    for name, (route, pattern) in ROUTES.items():
        if GUARD_OF[name] in STAFF_PAGES:
            words = {"slug": "nichinan", "number": 1, "month": "2026-05", "earning": pks["earnings"]}
            words["pk"], words["key"] = pks.get(noun_before(route, "pk"), 1), keys.get(noun_before(route, "key"))
            yield reverse(name, kwargs={key: words[key] for key in pattern.pattern.converters})
    yield from ("/p/nichinan/people/?q=針山", f"/p/nichinan/people/{pks['people']}/?month=2026-05")
    for model in site._registry:
        place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{place}_changelist")
        if model._meta.label in PATHS:
            for pk in person.rows(model._meta.label).values_list("pk", flat=True)[:2]:
                yield from (reverse(f"{place}_{page}", args=[pk]) for page in ("change", "history"))


def said_by(client: Client, address: str) -> str:
    answer = client.get(address)
    if answer.status_code != 200 or answer.streaming:
        return ""
    if answer["Content-Type"].endswith("spreadsheetml.sheet"):
        book = load_workbook(BytesIO(answer.content))
        return " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return answer.content.decode(errors="ignore").replace("針山&quot;", "").replace('value="針山"', "")


def pages_with_traces(client: Client, found: list[str]) -> Iterator[str]:
    return (one for one in found if any(needle in said for said in [said_by(client, one)] for needle in NEEDLES))


def test_no_page_and_no_file_says_who_it_was(nichinan, client: Client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    rows = furnish_programme(nichinan)
    lived = live(nichinan)
    person = person_of(lived.worker, with_strays=True)
    pks = rows.pks | {"people": lived.enrollment.pk, "earnings": lived.earnings[0].pk}
    for noun, label in {"applications": "Application", "attendees": "Attendee", "matters": "Matter"}.items():
        pks[noun] = person.rows(f"workers.{label}").values_list("pk", flat=True).first()
    with_fresh_password(client, nichinan.official)
    everywhere = list(addresses(person, pks, rows.keys))
    assert len(list(islice(pages_with_traces(client, everywhere), 25))) == 25
    erase_person(wish=ask_for_erasure(worker=lived.worker, by=lived.user), by=nichinan.official)
    assert list(pages_with_traces(client, everywhere)) == []
