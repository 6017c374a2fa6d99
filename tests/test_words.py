"""docs/words.md says what the screens say: every model has its word, every label is the catalogue's."""

import re

from django.apps import apps
from django.utils import translation

from tests.tree import FLOORS, ROOT

ROW = re.compile(r"^\| `(?P<word>\w+)(?:\.(?P<field>\w+)(?:=(?P<value>\w+))?)?` \| (?P<label>[^|]+) \| [^|]*\|$")
WORDS = (ROOT / "docs/words.md").read_text(encoding="utf-8")
MODELS = {model.__name__: model for floor in FLOORS for model in apps.get_app_config(floor).get_models()}


def rows() -> list[re.Match]:
    return [row for line in WORDS.splitlines() if (row := ROW.match(line))]


def shown(row: re.Match) -> str:
    """What a Japanese screen calls it."""
    model = MODELS[row["word"]]
    if not row["field"]:
        return str(model._meta.verbose_name)
    field = model._meta.get_field(row["field"])
    return str(dict(field.flatchoices)[row["value"]]) if row["value"] else str(field.verbose_name)


def test_every_line_of_the_table_is_understood():
    assert len(rows()) == sum(line.startswith("| `") for line in WORDS.splitlines())


def test_every_model_has_its_word():
    assert set(MODELS) - {row["word"] for row in rows() if not row["field"]} == set()


def test_every_label_is_what_the_screen_says():
    with translation.override("ja"):
        wrong = {
            row[0].split("|")[1].strip(): (row["label"], shown(row)) for row in rows() if row["label"] != shown(row)
        }
    assert wrong == {}
