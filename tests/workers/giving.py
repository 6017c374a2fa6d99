"""Giving a statement to the pages, as tests want it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from workers.models import StatementImport

ADD = "/statements/add/"
HEAD = "日付,件名,報酬,システム利用料"
ROWS = f"{HEAD}\r\n2026/11/3,記事の作成,11000,2420\r\n2026/11/4,校正,5500,1210\r\n"


def give(client, data: bytes | str = ROWS, *, name: str = "明細.csv", source: str = "crowdworks"):
    data = data.encode() if isinstance(data, str) else data
    return client.post(ADD, {"source": source, "pasted": "", "file": SimpleUploadedFile(name, data)})


def paste(client, text: str, **fields):
    return client.post(ADD, {"source": "crowdworks", "pasted": text} | fields)


def draft() -> StatementImport:
    return StatementImport.objects.latest("pk")


def page(name: str, one: StatementImport | None = None) -> str:
    return reverse(f"workers:statement_{name}", args=[(one or draft()).pk])


def columns(**roles) -> dict[str, str]:
    return {"day": "0", "title": "1", "gross": "2", "fee": "3", "job_form": "project"} | roles


def write(client, once: str = "once-1"):
    return client.post(page("write"), {"once": once}, follow=True)
