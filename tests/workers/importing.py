"""Giving a file of people to the page, as tests want it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.sheets import xlsx
from workers.models import PeopleImport

HEAD = ["氏名", "フリガナ", "電話番号", "メール", "参加日"]


def address(name: str, draft: PeopleImport | None = None) -> str:
    return reverse(f"workers:{name}", args=["nichinan", *([draft.pk] if draft else [])])


def give(client, cohort, rows, *, kind: str = "workers", name: str = "名簿.xlsx", data: bytes | None = None):
    file = SimpleUploadedFile(name, xlsx(rows) if data is None else data)
    return client.post(address("import_add"), {"kind": kind, "cohort": cohort.pk, "joined_on": "", "file": file})


def draft_of(response) -> PeopleImport:
    assert response.status_code == 302, response.context["form"].errors
    return PeopleImport.objects.get(pk=response.url.rstrip("/").rsplit("/", 1)[1])
