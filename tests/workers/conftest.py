import pytest
from django.test import Client


@pytest.fixture
def worker(client: Client, nichinan) -> Client:
    """A browser in which Nichinan's participant is signed in."""
    client.force_login(nichinan.worker_user)
    return client
