"""Messages and logs when somebody is made nameless: theirs go, everybody else's stay."""

import pytest
from auditlog.models import LogEntry

from programs.models import OutgoingMail
from programs.models.outgoing_mail import Way
from tests.make_programme import make_attendee
from tests.workers.lived import NAMES, live
from workers.domain.erasure import ask_for_erasure, erase_leftovers, erase_person
from workers.models import Worker, WorkerPreference

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def waiting(town, body: str, recipient: str = "somebody@example.jp", **words) -> OutgoingMail:
    words |= {"recipient": recipient, "body": body, "purpose": "x", "next_try_at": "2026-11-22T03:00Z"}
    return OutgoingMail.objects.create(municipality=town.municipality, **words)


def erase(lived) -> None:
    wish = ask_for_erasure(worker=lived.worker, by=lived.user)
    erase_person(wish=wish, by=lived.town.official)


def test_the_night_after_other_peoples_mails_that_say_nameless_still_wait(nichinan):
    erase(live(nichinan))
    mail = waiting(nichinan, "匿名のアンケートにご協力ください。")
    assert erase_leftovers() == 1
    assert OutgoingMail.objects.filter(pk=mail.pk).exists()


def test_a_short_name_takes_no_other_persons_mail_along(nichinan):
    lived = live(nichinan)
    Worker.objects.filter(pk=lived.worker.pk).update(family_name="森", given_name="")
    mail = waiting(nichinan, "大森さん、面談のご案内です。")
    erase(lived)
    assert OutgoingMail.objects.filter(pk=mail.pk).exists()


def test_a_message_to_their_line_account_goes(nichinan):
    lived = live(nichinan)
    account = WorkerPreference.objects.get(worker=lived.worker).line_id
    assert account
    message = waiting(nichinan, "まだの方へ", account, way=Way.LINE, parked_at="2026-11-22T03:00Z")
    erase(lived)
    assert not OutgoingMail.objects.filter(pk=message.pk).exists()


def test_the_log_of_a_namesake_deleted_in_another_town_stays(nichinan, komagane):
    lived = live(nichinan)
    for town in (nichinan, komagane):
        make_attendee(town.municipality, **NAMES).delete()
    gone = LogEntry.objects.filter(content_type__model="attendee", action=LogEntry.Action.DELETE)
    assert [entry.changes["family_name"][0] for entry in gone] == ["針山", "針山"]
    erase(lived)
    assert [entry.changes["municipality"][0] for entry in gone.all() if entry.changes] == [
        str(komagane.municipality.pk)
    ]
