"""Who may see that mails go out, and that nobody reads them there."""

import pytest
from django.urls import reverse

from programs.domain.outbox import queue_mail, send_due
from programs.models import OutgoingMail
from tests.make import make_user

LIST = "admin:programs_outgoingmail_changelist"


@pytest.fixture
def row(nichinan) -> OutgoingMail:
    return queue_mail(
        recipient="aoi@example.jp",
        subject="秘密の件名",
        body="秘密の本文",
        purpose="application_received",
        municipality=nichinan.municipality,
    )


def test_administrators_see_that_a_mail_waits_and_goes(client, row):
    client.force_login(make_user("管理者", is_superuser=True))
    page = client.get(reverse(LIST)).content.decode()
    assert ("application_received" in page, "待機中" in page, "aoi@" in page, "秘密" in page) == (
        True,
        True,
        False,
        False,
    )
    one = client.get(reverse("admin:programs_outgoingmail_change", args=[row.pk])).content.decode()
    assert [word for word in ("aoi@example.jp", "秘密の件名", "秘密の本文", 'name="_save"') if word in one] == []
    send_due()
    assert "送信済み" in client.get(reverse(LIST)).content.decode()
    OutgoingMail.objects.update(sent_at=None, parked_at=row.made_at)
    assert "中止" in client.get(reverse(LIST)).content.decode()


def test_nobody_else_does_and_nobody_writes_there(client, row, nichinan):
    client.force_login(nichinan.official)
    assert client.get(reverse(LIST)).status_code in (403, 404)
    assert client.get(reverse("admin:programs_outgoingmail_change", args=[row.pk])).status_code in (403, 404)
    client.force_login(make_user("管理者", is_superuser=True))
    assert client.get(reverse("admin:programs_outgoingmail_add")).status_code in (403, 404)
    client.post(reverse("admin:programs_outgoingmail_delete", args=[row.pk]), {"post": "yes"})
    assert OutgoingMail.objects.count() == 1
