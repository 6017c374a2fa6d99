import pytest
from django.test import Client, RequestFactory

from programs.models import User
from tests.admin.cast import furnish
from tests.doors import prove


@pytest.fixture
def mine(nichinan) -> dict:
    return furnish(nichinan, "日南")


@pytest.fixture
def theirs(komagane) -> dict:
    for person, name in ((komagane.official, "秘密職員"), (komagane.director, "秘密ディレクター")):
        person.display_name = name
        person.save()
    return furnish(komagane, "秘密")


@pytest.fixture
def clerk(client: Client, nichinan) -> Client:
    client.force_login(nichinan.official)
    return prove(client)


@pytest.fixture
def request_of(nichinan):
    """A bare request by Nichinan's official, as ModelAdmin methods want it."""
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get(pk=nichinan.official.pk)
    return request
