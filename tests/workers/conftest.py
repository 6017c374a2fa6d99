import pytest
from django.test import Client

from tests.make import make_worker
from workers.models import Worker


@pytest.fixture
def worker(client: Client, nichinan) -> Client:
    """A browser in which Nichinan's participant is signed in."""
    client.force_login(nichinan.worker_user)
    return client


@pytest.fixture
def twin(nichinan) -> Worker:
    """Nichinan's participant, written a second time with the plain character."""
    return make_worker(nichinan.municipality, family_name="崎田", given_name="恭", phone="090-5555-6666")
