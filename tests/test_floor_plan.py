"""What import-linter cannot see: a foreign key in a string, a reverse name, a request among the rules."""

import ast
import re
import tomllib

import pytest
from django.apps import apps

from tests.tree import FLOORS, ROOT, TEMPLATES, called, calls, name, parsed, python_files

LOOKUPS = {
    "filter", "exclude", "get", "annotate", "alias", "aggregate", "order_by", "values", "values_list", "only", "defer",
    "select_related", "prefetch_related", "Prefetch", "Q", "F", "Count", "Sum", "Min", "Max", "Avg", "OuterRef",
    "getattr", "get_or_create", "update_or_create", "get_object_or_404",
}  # fmt: skip
WEB = ("django.http", "django.shortcuts", "django.views", "django.urls", "django.middleware", "django.contrib.messages")


def models_of(floor: str) -> list:
    return list(apps.get_app_config(floor).get_models(include_auto_created=True))


def height(model) -> int:
    """The floor a model lives on; what is not ours is the ground."""
    label = model._meta.app_label
    return FLOORS.index(label) if label in FLOORS else -1


def names_from_above(floor: str) -> set[str]:
    """Reverse names that models of upper floors hang on this floor's models, and nothing below has for itself."""
    here = FLOORS.index(floor)
    above, own = set(), set()
    for label in FLOORS[: here + 1]:
        for model in models_of(label):
            own |= {field.name for field in model._meta.get_fields() if not field.auto_created}
            for relation in model._meta.related_objects:
                names = {relation.get_accessor_name(), relation.name} - {None}
                (above if height(relation.related_model) > here else own).update(names)
    return above - own


def words_used(file) -> set[str]:
    """Attribute names, and the first words of lookups: `assignments` of `filter(assignments__paid_on=None)`."""
    words = {node.attr for node in ast.walk(parsed(file)) if isinstance(node, ast.Attribute)}
    for call in calls(file):
        if called(call) in LOOKUPS:
            constants = [node.value for arg in call.args for node in ast.walk(arg) if isinstance(node, ast.Constant)]
            lookups = [text for text in constants if isinstance(text, str)]
            lookups += [keyword.arg for keyword in call.keywords if keyword.arg]
            words |= {part for lookup in lookups for part in lookup.lstrip("-").split("__")}
    return words


@pytest.mark.parametrize("floor", FLOORS)
def test_foreign_keys_point_down(floor):
    upward = [
        f"{field} -> {field.related_model._meta.label}"
        for model in models_of(floor)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and height(field.related_model) > FLOORS.index(floor)
    ]
    assert upward == []


@pytest.mark.parametrize("floor", FLOORS)
def test_no_reverse_name_is_used_below_the_floor_it_comes_from(floor):
    above = names_from_above(floor)
    found = {name(file): used for file in python_files(floor) if (used := words_used(file) & above)}
    assert found == {}


@pytest.mark.parametrize("floor", FLOORS)
def test_no_template_uses_a_reverse_name_from_above(floor):
    above = names_from_above(floor)
    found = {
        name(file): used
        for file in (TEMPLATES / floor).rglob("*.html")
        if (used := set(re.findall(r"\.(\w+)", file.read_text(encoding="utf-8"))) & above)
    }
    assert found == {}


def test_reverse_names_from_above_are_known():
    assert {"enrollments", "month_closings"} <= names_from_above("programs")


def web_words(file) -> list[str]:
    found = []
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(WEB):
            found.append(f"line {node.lineno}: from {node.module}")
        if isinstance(node, ast.Import):
            found += [f"line {node.lineno}: import {one.name}" for one in node.names if one.name.startswith(WEB)]
        if isinstance(node, ast.arg) and (node.arg == "request" or "HttpRequest" in ast.dump(node)):
            found.append(f"line {node.lineno}: takes a request")
    return found


def test_the_rules_know_no_request():
    files = [file for floor in FLOORS for room in ("domain", "shared") for file in python_files(f"{floor}/{room}")]
    assert files
    assert {name(file): found for file in files if (found := web_words(file))} == {}


def test_contracts_are_complete():
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    contracts = tools["importlinter"]["contracts"]
    floors, rooms, *forbidden = contracts
    assert floors["layers"] == ["config", *reversed(FLOORS)]
    assert rooms["exhaustive"] is True
    assert rooms["containers"] == list(reversed(FLOORS))
    assert forbidden[0]["source_modules"] == ["*.domain"]
    assert forbidden[0]["forbidden_modules"] == ["celery", "django_htmx", "allauth"]
    assert not any("ignore_imports" in contract for contract in contracts)
