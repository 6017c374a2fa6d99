"""What may be shown as evidence: told by its content, drawn anew, refused quickly and with a reason."""

import struct
import time
import tracemalloc
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from programs.shared.evidence_files import SIZE_LIMIT, NotEvidence, check_evidence, content_type

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def picture(name: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options) -> bytes:
    out = BytesIO()
    Image.new(mode, size, options.pop("color", 0)).save(out, name, **options)
    return out.getvalue()


def reopened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_head(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def packed_pdf(body: bytes, name: bytes = b"/ObjStm") -> bytes:
    stream = zlib.compress(body)
    head = b"1 0 obj << /Type " + name + b" /Filter /FlateDecode /Length %d >>\nstream\n" % len(stream)
    return b"%PDF-1.5\n" + head + stream + b"\nendstream endobj\n%%EOF"


def refused(data: bytes) -> str:
    began = time.process_time()
    with pytest.raises(NotEvidence) as said:
        check_evidence(data)
    assert time.process_time() - began < 3  # an accident is measured in minutes
    return said.value.reason


@pytest.mark.parametrize(
    ("name", "kept"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/png")], ids=str
)
def test_a_picture_is_kept_as_our_own_drawing(name, kept):
    checked = check_evidence(picture(name))
    assert (checked.kind, content_type(checked.data), reopened(checked.data).size) == ("picture", kept, (60, 40))


def test_a_pdf_is_kept_as_it_is():
    checked = check_evidence(PDF)
    assert (checked.kind, checked.data, content_type(checked.data)) == ("pdf", PDF, "application/pdf")


def test_place_camera_and_profile_are_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "カメラ会社"
    exif.get_ifd(0x8825)[2] = (31.0, 36.0, 5.0)  # where it was taken
    given_ = picture(exif=exif, comment=b"secret note", icc_profile=b"profile" * 20)
    kept = check_evidence(given_).data
    drawn = reopened(kept)
    assert (drawn.size, dict(drawn.getexif()), "comment" in drawn.info) == ((40, 60), {}, False)
    assert not [word for word in (b"Exif", b"secret", b"profile", b"ICC_PROFILE") if word in kept]


def test_text_in_a_png_is_gone():
    data = picture("PNG")
    noted = data[:33] + chunk(b"tEXt", b"Comment\x00kept secret") + data[33:]
    assert b"kept secret" not in check_evidence(noted).data


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"PK\x03\x04" + b"x" * 50, PDF])
@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP"])
def test_what_hangs_behind_a_picture_is_cut_off(name, tail):
    assert tail not in check_evidence(picture(name) + tail).data


def test_a_large_picture_becomes_small_and_keeps_its_shape():
    assert reopened(check_evidence(picture(size=(4800, 1200))).data).size == (2400, 600)


def test_transparent_parts_become_white():
    kept = reopened(check_evidence(picture("PNG", mode="RGBA", color=(0, 0, 0, 0))).data)
    assert kept.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "I;16", "CMYK"])
def test_every_kind_of_pixel_is_understood(mode):
    name = "JPEG" if mode == "CMYK" else "PNG"
    assert reopened(check_evidence(picture(name, mode=mode)).data).size == (60, 40)


def test_a_giant_picture_is_refused_before_it_is_decoded():
    giant = png_head(20_000, 20_000) + chunk(b"IDAT", zlib.compress(b"\x00" * 60_001)) + chunk(b"IEND", b"")
    tracemalloc.start()
    assert refused(giant) == "too_many_pixels"
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize("size", [(6_400, 6_400), (10_000, 9_500)], ids=str)
def test_a_little_more_than_forty_megapixels_is_refused(size):
    assert refused(png_head(*size) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")) == "too_many_pixels"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\xff\xd8\xff" + b"x" * SIZE_LIMIT, "too_large"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "svg"),
        ("<svg>".encode("utf-16"), "svg"),
        (b"<!DOCTYPE html><p>", "html"),
        (b"\x00\x00\x00\x18ftypheic" + b"x" * 40, "heic"),
        (b"\x00\x00\x00\x18ftypisom" + b"x" * 40, "video"),
        (b"PK\x03\x04" + b"x" * 40, "zip"),
        (b"GIF89a" + b"x" * 40, "gif"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
        ("日付,件名,金額\n2026/11/1,記事,10000\n".encode(), "unknown"),
        (b"\xff\xd8\xff<script>", "broken_picture"),
        (picture()[:400], "broken_picture"),
        (b"RIFF\x00\x00\x00\x00WEBPxxxx", "broken_picture"),
        (PDF[:-6], "broken_pdf"),
        (b"%PDF-hello %%EOF", "broken_pdf"),
        (PDF.replace(b"trailer <<", b"trailer << /Encrypt 3 0 R"), "locked_pdf"),
        (PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript /JS (x) >>"), "active_pdf"),
        (PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /J#61vaScript /JS (x) >>"), "active_pdf"),
        (PDF.replace(b"/Catalog", b"/Catalog /A << /S /Launch /F (cmd.exe) >>"), "active_pdf"),
        (PDF.replace(b"/Catalog", b"/Catalog /Names << /EmbeddedFiles 5 0 R >>"), "active_pdf"),
        (packed_pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"), "active_pdf"),
        (packed_pdf(b"<< /S /JavaScript >>", name=b"/Obj#53tm"), "active_pdf"),
        (packed_pdf(b"0" * 40_000_000), "broken_pdf"),
    ],
)
def test_what_is_no_evidence_is_refused_with_its_reason(data, reason):
    assert refused(data) == reason


def test_a_pdf_with_packed_objects_is_kept():
    assert check_evidence(packed_pdf(b"<< /Type /Page >>")).kind == "pdf"


@pytest.mark.parametrize(
    "body",
    [
        (b"/ObjStm stream\n" + zlib.compress(b"")) * 1900,
        (b"/ObjStm stream\n" + zlib.compress(b"")) * 400_000,
        b"/ObjStm stream\n" + zlib.compress(b"#41" * 10_000_000),
        b"#41" * 3_000_000,
    ],
    ids=["a long file behind every stream", "hundreds of thousands of streams", "packed escapes", "escapes"],
)
def test_a_pdf_made_to_keep_us_busy_is_done_with_quickly(body):
    data = b"%PDF-1.7\n" + body.ljust(SIZE_LIMIT - 200) + b"%%EOF"
    begun = time.process_time()
    with suppress(NotEvidence):
        check_evidence(data)
    assert time.process_time() - begun < 5  # it was 7 and 35 seconds, and without end


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_files_are_refused_or_drawn_but_never_break_us(data):
    whole = bytearray(data.draw(st.sampled_from([picture(), picture("PNG"), picture("WEBP"), PDF])))
    for _n in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        checked = check_evidence(bytes(whole))
    except NotEvidence:
        return
    assert checked.kind == "pdf" or reopened(checked.data).size <= (2400, 2400)
