"""`manage.py catalogue`: finds every sentence, keeps every translation, leaves nothing stale. Needs no gettext."""

import io

import polib
import pytest
from django.core.management import CommandError, call_command

from programs.management.commands import catalogue
from programs.management.msgids import Msgid, in_python, in_template

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext as n_, pgettext
title = _("Income")
long = _("two " "parts")
count = n_("%(n)s job", "%(n)s jobs", 3)
month = pgettext("chart", "Month")
dynamic = _(title)
other = str("not this one")
"""
TEMPLATE = """{% load i18n %}{% translate "Home" %} {{ _("Earnings") }} {% translate "May" context "month" %}
{% include "x.html" with label=_("Label") only %}
{% blocktranslate trimmed with name=who %}
  Hello {{ name }}, 100% done
{% endblocktranslate %}
{% blocktranslate count n=jobs|length %}{{ n }} job{% plural %}{{ n }} jobs{% endblocktranslate %}
{# translate "a comment" #}{% comment %}{% translate "Gone" %}{% endcomment %}"""


def test_sentences_of_python():
    assert set(in_python(PYTHON)) == {
        Msgid("Income"),
        Msgid("two parts"),
        Msgid("%(n)s job", plural="%(n)s jobs"),
        Msgid("Month", context="chart"),
    }


def test_sentences_of_a_template():
    assert set(in_template(TEMPLATE, "x.html")) == {
        Msgid("Home"),
        Msgid("Earnings"),
        Msgid("May", context="month"),
        Msgid("Label"),
        Msgid("Hello %(name)s, 100%% done"),
        Msgid("%(n)s job", plural="%(n)s jobs"),
    }


@pytest.fixture
def house(tmp_path, settings, monkeypatch):
    """A house with one app and two sentences."""
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(catalogue, "house_apps", lambda: ["programs"])
    (tmp_path / "programs").mkdir()
    (tmp_path / "templates" / "programs").mkdir(parents=True)
    (tmp_path / "programs" / "models.py").write_text('_("Income")\n')
    (tmp_path / "templates" / "programs" / "home.html").write_text(
        '{% translate "Home, %(n)s" %}{% translate "Income" %}'
    )
    (tmp_path / "templates" / "base.html").write_text('{% translate "Skip" %}')
    return tmp_path


def po(house, app: str = "programs") -> polib.POFile:
    return polib.pofile(str(house / app / "locale/ja/LC_MESSAGES/django.po"))


def translate(house, **japanese: str) -> None:
    entries = po(house)
    for entry in entries:
        entry.msgstr = japanese.get(entry.msgid.split(",")[0].lower(), entry.msgstr)
    entries.save()
    call_command("catalogue", "programs", stdout=io.StringIO())


def faults(*args: str) -> list[str]:
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("catalogue", *args, "--check", stdout=said)
    return said.getvalue().splitlines()


def test_collects_the_sentences_of_an_app_and_its_templates(house):
    call_command("catalogue", "programs", stdout=io.StringIO())
    assert [(entry.msgid, [place for place, _ in entry.occurrences]) for entry in po(house)] == [
        ("Home, %%(n)s", ["templates/programs/home.html"]),
        ("Income", ["programs/models.py", "templates/programs/home.html"]),
    ]


def test_base_belongs_to_the_root(house):
    call_command("catalogue", "root", stdout=io.StringIO())
    assert [entry.msgid for entry in po(house, ".")] == ["Skip"]


def test_translations_stay_and_unused_entries_go(house):
    call_command("catalogue", "programs", stdout=io.StringIO())
    translate(house, income="収入", home="ホーム")
    (house / "templates" / "programs" / "home.html").write_text("")
    call_command("catalogue", "programs", stdout=io.StringIO())
    assert [(entry.msgid, entry.msgstr) for entry in po(house)] == [("Income", "収入")]


def test_twice_writes_the_same_bytes_with_no_date_and_no_line_number(house):
    call_command("catalogue", "programs", stdout=io.StringIO())
    file = house / "programs/locale/ja/LC_MESSAGES/django.po"
    before = file.read_bytes()
    (house / "programs" / "models.py").write_text('\n\n\n_("Income")\n')
    call_command("catalogue", "programs", stdout=io.StringIO())
    assert file.read_bytes() == before
    assert b"Date" not in before
    assert b".py:" not in before


def test_check_is_content_with_a_complete_catalogue(house):
    call_command("catalogue", "programs", stdout=io.StringIO())
    translate(house, income="収入", home="ホーム")
    call_command("catalogue", "programs", "--check")


def test_check_names_what_is_missing_and_what_is_left_over(house):
    call_command("catalogue", "programs", stdout=io.StringIO())
    translate(house, income="収入", home="ホーム")
    (house / "programs" / "models.py").write_text('_("Target")\n')
    (house / "templates" / "programs" / "home.html").write_text('{% translate "Income" %}')
    assert faults("programs") == [
        "programs: not in the catalogue: 'Target'",
        "programs: no longer used: 'Home, %%(n)s'",
    ]


def test_check_names_empty_and_fuzzy_entries(house):
    call_command("catalogue", "programs", stdout=io.StringIO())
    entries = po(house)
    entries[0].msgstr, entries[0].flags = "ホーム", ["fuzzy"]
    entries.save()
    (house / "programs/locale/ja/LC_MESSAGES/django.mo").write_bytes(po(house).to_binary())
    assert faults("programs") == ["programs: fuzzy: 'Home, %%(n)s'", "programs: no Japanese: 'Income'"]


def test_check_notices_a_catalogue_that_was_not_compiled(house):
    call_command("catalogue", "programs", stdout=io.StringIO())
    translate(house, income="収入", home="ホーム")
    entries = po(house)
    entries[1].msgstr = "所得"
    entries.save()
    assert faults("programs") == ["programs: django.mo is not compiled from django.po"]


def test_check_notices_another_placeholder(house):
    (house / "programs" / "models.py").write_text('_("%(n)s yen of %(m)s")\n')
    (house / "templates" / "programs" / "home.html").write_text("")
    call_command("catalogue", "programs", stdout=io.StringIO())
    entries = po(house)
    entries[0].msgstr = "%(n)s円（%(k)s）"
    entries.save()
    call_command("catalogue", "programs", stdout=io.StringIO())
    assert faults("programs") == ["programs: other placeholders: '%(n)s yen of %(m)s' -> '%(n)s円（%(k)s）'"]


def test_check_of_all_notices_two_words_for_one(house):
    (house / "templates" / "base.html").write_text('{% translate "Income" %}')
    call_command("catalogue", stdout=io.StringIO())
    translate(house, income="収入", home="ホーム")
    root = po(house, ".")
    root[0].msgstr = "所得"
    root.save(str(house / "locale/ja/LC_MESSAGES/django.po"))
    call_command("catalogue", "root", stdout=io.StringIO())
    assert faults() == ["root: 'Income' is '所得' here and '収入' in programs"]


def test_an_unknown_app_gets_a_sentence():
    with pytest.raises(CommandError, match="no catalogue «rooms»"):
        call_command("catalogue", "rooms")
