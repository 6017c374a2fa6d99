"""A picture or PDF somebody shows as evidence: told by its content, pictures drawn anew, everything else refused."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Literal

from PIL import Image, ImageOps

SIZE_LIMIT = 10 * 1024 * 1024  # bytes
PIXEL_LIMIT = 40_000_000
LONGEST_SIDE = 2400  # of the picture that is kept: small print of a receipt stays readable
PNG_LIMIT = 3 * 1024 * 1024  # a drawn PNG beyond it is a photograph and kept as JPEG
UNPACKED_LIMIT = 32 * 1024 * 1024  # of a PDF's packed objects; nobody's receipt comes near
PACKED_LIMIT = 2000  # packed streams of a PDF, each of which holds a hundred objects or so

_PICTURES = {"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n"}
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_OTHERS = (
    (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"GIF8", "gif"), (b"BM", "other_picture"),
    (b"II*\x00", "other_picture"), (b"MM\x00*", "other_picture"), (b"\xd0\xcf\x11\xe0", "office"),
)  # fmt: skip
# What a PDF may do by itself, or hide: a receipt does none of it.
_ACTIVE = (
    "JavaScript", "Launch", "EmbeddedFile", "RichMedia", "Rendition", "XFA", "SubmitForm", "ImportData", "GoToE",
)  # fmt: skip
_PACKED = re.compile(rb"/ObjStm\b")
_STREAM = re.compile(rb"stream\r?\n")
_READ_AT_ONCE = 16 * 1024  # bytes of a packed object: what stands behind it is not copied for each of them
Image.MAX_IMAGE_PIXELS = None  # no limit of Pillow's, which warns first: we look at the size before anything is decoded
_PLAIN_MODES = ("L", "RGB", "RGBA", "LA", "CMYK")


class NotEvidence(ValueError):
    """`reason` is a word for why: the sentences for people stand in workers/domain/evidences.py."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """What is kept: our own drawing of a picture, or a PDF as it came."""

    data: bytes
    kind: Literal["picture", "pdf"]


def check_evidence(data: bytes) -> EvidenceFile:
    """What may be kept of `data`, told by its first bytes and never by a name. Raises NotEvidence."""
    if not data:
        raise NotEvidence("empty")
    if len(data) > SIZE_LIMIT:
        raise NotEvidence("too_large")
    if data.startswith(b"%PDF-"):
        _refuse_bad_pdf(data)
        return EvidenceFile(data, "pdf")
    for name, head in _PICTURES.items():
        if data.startswith(head):
            return EvidenceFile(_drawn_anew(data, name), "picture")
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return EvidenceFile(_drawn_anew(data, "WEBP"), "picture")
    raise NotEvidence(_what_else(data))


def content_type(data: bytes) -> str:
    """Of something `check_evidence` let through."""
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    return "image/png" if data.startswith(_PICTURES["PNG"]) else "image/jpeg"


def _what_else(data: bytes) -> str:
    for head, reason in _OTHERS:
        if data.startswith(head):
            return reason
    if data[4:8] == b"ftyp":
        return "heic" if data[8:12] in _HEIC else "video"
    text = data[:2048].replace(b"\x00", b"").lower()
    if b"<svg" in text:
        return "svg"
    if b"<html" in text or b"<!doctype html" in text or b"<script" in text:
        return "html"
    return "unknown"


def _drawn_anew(data: bytes, name: str) -> bytes:
    """The picture as we draw it: upright, at most LONGEST_SIDE long; nothing of the file but its pixels is left."""
    try:
        opened = Image.open(BytesIO(data), formats=[name])
        if opened.width * opened.height > PIXEL_LIMIT:
            raise NotEvidence("too_many_pixels")
        return _encoded(_clean(opened), as_png=name != "JPEG")
    except NotEvidence:
        raise
    except Exception as fault:  # what a decoder raises on broken bytes is anybody's guess
        raise NotEvidence("broken_picture") from fault


def _clean(picture: Image.Image) -> Image.Image:
    """A new picture of RGB or grey pixels on white, without any of the old one's notes."""
    if picture.mode not in _PLAIN_MODES:
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    picture = ImageOps.exif_transpose(picture)
    if picture.mode in ("RGBA", "LA"):
        picture = picture.convert("RGBA")
        drawn = Image.new("RGB", picture.size, "white")
        drawn.paste(picture, mask=picture.getchannel("A"))
        return drawn
    mode = "L" if picture.mode == "L" else "RGB"
    drawn = Image.new(mode, picture.size)
    drawn.paste(picture.convert(mode))
    return drawn


def _encoded(picture: Image.Image, *, as_png: bool) -> bytes:
    if as_png:
        drawn = BytesIO()
        picture.save(drawn, "PNG")
        if drawn.tell() <= PNG_LIMIT:
            return drawn.getvalue()
    drawn = BytesIO()
    picture.save(drawn, "JPEG", quality=85, optimize=True)
    return drawn.getvalue()


def _refuse_bad_pdf(data: bytes) -> None:
    if not re.match(rb"%PDF-[12]\.\d", data) or b"%%EOF" not in data[-2048:]:
        raise NotEvidence("broken_pdf")
    if _name("Encrypt").search(data):
        raise NotEvidence("locked_pdf")
    # A name like «/Obj#53tm» is written by nobody who does not hide something.
    if _name(*_ACTIVE).search(data) or len(_name("ObjStm").findall(data)) != data.count(b"/ObjStm"):
        raise NotEvidence("active_pdf")
    if any(_name(*_ACTIVE).search(part) for part in _unpacked(data)):
        raise NotEvidence("active_pdf")


@cache
def _name(*names: str) -> re.Pattern[bytes]:
    """One of these names, each of its letters as it is or escaped: /J#61vaScript is /JavaScript."""
    ways = ("".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in name) for name in names)
    return re.compile(f"/(?:{'|'.join(ways)})".encode())


def _unpacked(data: bytes) -> Iterator[bytes]:
    """The packed objects of a PDF, one stream after the other, never more than UNPACKED_LIMIT in all."""
    if len(_PACKED.findall(data)) > PACKED_LIMIT:
        raise NotEvidence("broken_pdf")
    room = UNPACKED_LIMIT
    for packed in _PACKED.finditer(data):
        begins = _STREAM.search(data, packed.end(), packed.end() + 2048)
        if begins is None:
            raise NotEvidence("broken_pdf")
        try:
            part = _inflated(data, begins.end(), room + 1)
        except zlib.error:
            raise NotEvidence("broken_pdf") from None
        room -= len(part)
        if room < 0:
            raise NotEvidence("broken_pdf")
        yield part


def _inflated(data: bytes, start: int, limit: int) -> bytes:
    """At most `limit` bytes of the stream that begins at `start`, read piece by piece to its end."""
    opened, found = zlib.decompressobj(), bytearray()
    for begin in range(start, len(data), _READ_AT_ONCE):
        found += opened.decompress(data[begin : begin + _READ_AT_ONCE], limit - len(found))
        if opened.eof or len(found) >= limit:
            break
    return bytes(found)
