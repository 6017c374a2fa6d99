"""Two clerks over the same two rows: the second is told what the first did."""

import pytest
from django.urls import reverse

from tests.make import make_worker

pytestmark = pytest.mark.django_db


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_the_second_of_two_clerks_is_told_and_the_first_reads_the_final_name(client, nichinan):
    twin = make_worker(nichinan.municipality, family_name="崎田", given_name="恭", phone="090-5555-6666")
    third = make_worker(nichinan.municipality, family_name="崎田", given_name="恭")
    client.force_login(nichinan.official)
    url = reverse("workers:worker_merge", args=["nichinan", twin.pk]) + f"?into={nichinan.worker.pk}"
    sent = {"names": "drop", "phone": "drop", "email": "keep"}
    assert said(client.post(url, sent, follow=True)) == ["崎田 恭 さんを一人にまとめました。記録はすべて残っています。"]
    assert said(client.post(url, sent, follow=True)) == ["この二人はすでにまとめられています。"]
    other = reverse("workers:worker_merge", args=["nichinan", twin.pk]) + f"?into={third.pk}"
    assert said(client.get(other, follow=True)) == [
        "このうち一人は、すでに別の方とまとめられています。一覧をもう一度確かめてください。"
    ]
