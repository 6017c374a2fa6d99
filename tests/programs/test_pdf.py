"""A PDF is drawn from text and one of our own style sheets; whatever asks for an address gets nothing."""

from io import BytesIO
from types import SimpleNamespace

import pytest
from pypdf import PdfReader

from programs.exports import pdf
from programs.exports.pdf import NothingIsFetched, can_make_pdf, pdf_of

CSS = "hidane/css/year-paper.css"


@pytest.fixture(autouse=True)
def asked_anew():
    can_make_pdf.cache_clear()
    yield
    can_make_pdf.cache_clear()


def test_japanese_text_can_be_read_back():
    made = pdf_of('<html lang="ja"><body><h1>暦年のまとめ 𠮷田</h1></body></html>', css=CSS)
    assert "暦年のまとめ 𠮷田" in PdfReader(BytesIO(made)).pages[0].extract_text()


@pytest.mark.parametrize(
    "wanted",
    [
        '<img src="https://example.com/a.png">',
        '<img src="http://169.254.169.254/latest">',
        '<img src="file:///etc/passwd">',
        '<link rel="stylesheet" href="https://example.com/a.css">',
        '<p style="background: url(https://example.com/a.png)">x</p>',
        '<object data="file:///etc/passwd"></object>',
    ],
)
def test_every_address_is_refused(wanted):
    with pytest.raises(NothingIsFetched):
        pdf_of(f"<html><body>{wanted}</body></html>", css=CSS)


def test_a_style_sheet_that_is_not_there_is_no_pdf():
    with pytest.raises(FileNotFoundError):
        pdf_of("<p>x</p>", css="hidane/css/no-such.css")


@pytest.mark.parametrize("found", [b"", b"Noto Sans CJK JP\n"])
def test_it_needs_a_font_with_japanese_letters(monkeypatch, found):
    monkeypatch.setattr(pdf.subprocess, "run", lambda *_args, **_more: SimpleNamespace(stdout=found))
    assert can_make_pdf() == bool(found)


def test_it_needs_the_list_of_fonts_and_the_library(monkeypatch):
    monkeypatch.setattr(pdf.shutil, "which", lambda _name: None)
    assert not can_make_pdf()
    can_make_pdf.cache_clear()
    monkeypatch.undo()
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    assert not can_make_pdf()
