"""The templates: small, used, without inline script or style, and with the words of people who are not employed."""

import re

import polib
import pytest
from django.template import engines

from tests.tree import CODE, ROOT, TEMPLATES, name, python_files, templates

TEMPLATE_LINES = 120
# Found by Django, allauth or the admin under their own names.
KNOWN_BY_OTHERS = ("account/", "mfa/", "allauth/", "admin/", "registration/", "400.", "403", "404.", "500.")
# 最低賃金 and 給与所得(控除) are names of the law that explain something else; a person's pay is called neither.
EMPLOYMENT = re.compile("給与(?!所得)|給料|(?<!最低)賃金|雇用|下請")
INLINE = {
    "script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "handler": re.compile(r"\s(on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
    # A link to a law or an office may leave the house; whatever loads by itself may not.
    "somebody else's server": re.compile(r"""<(?!a\s)[^>]*\s(src|href|action)\s*=\s*["'](https?:)?//""", re.IGNORECASE),
}
HTML = [file for file in templates() if file.suffix in {".html", ".svg"}]


def text(file) -> str:
    return file.read_text(encoding="utf-8")


def markup(file) -> str:
    """The template without its tags: `once=token` inside an include is no handler."""
    return re.sub(r"\{[%{#].*?[%}#]\}", "", text(file), flags=re.DOTALL)


def test_there_are_templates():
    assert HTML


def test_templates_end_in_time():
    lengths = {name(file): len(text(file).splitlines()) for file in templates()}
    assert {file: lines for file, lines in lengths.items() if lines > TEMPLATE_LINES} == {}


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds_an_inline(what):
    assert [name(file) for file in HTML if INLINE[what].search(markup(file))] == []


@pytest.mark.parametrize(
    ("what", "source"),
    [
        ("script", "<script>alert(1)</script>"),
        ("style attribute", '<p style="color:red">'),
        ("handler", '<a onclick="x()">'),
        ("handler", '<a hx-on::after-request="x()">'),
        ("somebody else's server", '<img src="https://example.com/a.png">'),
    ],
)
def test_the_inline_patterns_find_it(what, source):
    assert INLINE[what].search(source)


def test_no_template_is_unused():
    sources = "\n".join([text(file) for file in templates()] + [text(file) for file in python_files(*CODE)])
    names = [file.relative_to(TEMPLATES).as_posix() for file in templates()]
    assert [one for one in names if not one.startswith(KNOWN_BY_OTHERS) and one not in sources] == []


def test_every_template_compiles():
    django = engines["django"]
    for file in HTML:
        django.get_template(file.relative_to(TEMPLATES).as_posix())


def test_components_name_their_inputs_first():
    components = (TEMPLATES / "components").glob("*.html")
    assert [name(file) for file in components if not re.match(r"\{# .+ #\}", text(file))] == []


def test_components_see_only_what_they_are_given():
    include = re.compile(r"\{%\s*include\s+[\"']components/[^%]*%\}")
    tags = [(name(file), tag) for file in HTML for tag in include.findall(text(file))]
    assert [(file, tag) for file, tag in tags if not re.search(r"\bonly\s*%\}", tag)] == []


@pytest.mark.parametrize("words", ["給与を受け取る", "今月の賃金", "雇用契約"])
def test_the_words_of_employment_are_found(words):
    assert EMPLOYMENT.search(words)


@pytest.mark.parametrize("words", ["最低賃金（参考）", "給与所得控除の最低額"])
def test_names_of_the_law_may_be_said(words):
    assert not EMPLOYMENT.search(words)


def test_worker_pages_speak_of_contract_work():
    """報酬 and 業務委託: the words of employment make people fear, or believe, that they are employees."""
    catalogue = polib.pofile(str(ROOT / "workers/locale/ja/LC_MESSAGES/django.po"))
    said = {entry.msgid: " ".join([entry.msgstr, *entry.msgstr_plural.values()]) for entry in catalogue}
    assert {msgid: words for msgid, words in said.items() if EMPLOYMENT.search(words)} == {}
    pages = (TEMPLATES / "workers").rglob("*.html")
    assert [name(file) for file in pages if EMPLOYMENT.search(text(file))] == []
