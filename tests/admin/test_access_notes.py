"""No note our code writes into the access record stays English on a Japanese page."""

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

from programs.admin.access_words import detail_of

# Functions that take the note as their last argument by position.
BY_POSITION = {"note_change", "note_person", "_note_change", "_write_down", "_note"}
# What stands in the braces of an f-string; anything else is a number.
SAMPLES = {
    "answer": "excused", "asked_month": "2026-10", "channel": "counter", "chosen.month": "2026-10",
    "detail": "made", "direction": "up", "done": "not done", "invitation.role": "official", "kind": "months",
    "reason": "hired", "row._meta.model_name": "enrollmentstage", "suffix": "pdf", "said['role']": "main",
    "SENSITIVE": "short_hours_reason", "shown": "lost", "step": "first_order",
    "why": "国への報告", "_narrowed_by(request)": " (q)",
}  # fmt: skip


def notes() -> list[tuple[str, str]]:
    """Each place that writes a note, with each text it can write."""
    found = []
    for app in ("programs", "workers", "reports"):
        for path in sorted(Path(settings.BASE_DIR, app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                found += [(f"{path.name}:{node.lineno}", text) for text in _written_by(node)]
    return found


def _written_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Assign) and any(isinstance(one, ast.Name) and one.id == "detail" for one in node.targets):
        yield from _texts(node.value)
    if not isinstance(node, ast.Call):
        return
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    given = [one.value for one in node.keywords if one.arg == "detail"]
    if name == "_written":  # an invitation adds for whom
        return
    if name in BY_POSITION and node.args:
        given.append(node.args[-1])
    if name == "_file":  # of the applications
        given += node.args[2:3]
    for value in given:
        yield from _texts(value)


def _texts(value: ast.AST) -> Iterator[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from _texts(value.body)
        yield from _texts(value.orelse)
    elif isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "strip":
        yield from _texts(value.func.value)
    elif isinstance(value, ast.JoinedStr):
        for parts in product(*(list(_part(one)) for one in value.values)):
            yield "".join(parts)


def _part(one: ast.AST) -> Iterator[str]:
    texts = list(_texts(one.value)) if isinstance(one, ast.FormattedValue) else [one.value]
    yield from texts or [SAMPLES.get(ast.unparse(one.value), "12")]


@pytest.mark.parametrize(("place", "note"), [one for one in notes() if one[1]])
def test_every_note_has_its_japanese(place, note):
    said = detail_of(note, "workers.enrollment")
    assert not re.search("[a-z]", said.replace("ID", "")), f"{place} writes «{note}», read as «{said}»"


def test_the_places_that_write_are_found():
    assert {"funnel first_order lost hired", "12 pairs", "journey", "merged 12"} <= {note for _place, note in notes()}
