"""Makers around evidence: a small picture, a PDF, and evidence on an entry."""

from io import BytesIO

from PIL import Image

from programs.models import User
from workers.domain.evidences import add_evidence
from workers.models import Earning, Evidence

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def picture_bytes(name: str = "JPEG", *, shade: int = 0, size: tuple[int, int] = (60, 40)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (shade * 25, 80, 120)).save(out, name)
    return out.getvalue()


def make_evidence(earning: Earning, by: User, *, file_name: str = "明細.jpg", data: bytes | None = None) -> Evidence:
    return add_evidence(earning=earning, file_name=file_name, data=data or picture_bytes(), by=by)
