"""Which sentences the code wants translated: found with Python alone, so that no machine needs gettext for it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

# function name -> what its first arguments are
SHAPES = {
    "_": ("msgid",),
    "gettext": ("msgid",),
    "gettext_lazy": ("msgid",),
    "gettext_noop": ("msgid",),
    "ngettext": ("msgid", "plural"),
    "ngettext_lazy": ("msgid", "plural"),
    "pgettext": ("context", "msgid"),
    "pgettext_lazy": ("context", "msgid"),
    "npgettext": ("context", "msgid", "plural"),
    "npgettext_lazy": ("context", "msgid", "plural"),
}
_LITERAL = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_TEMPLATE_CALL = re.compile(rf"(?<!\w)(_|n?p?gettext)\(((?:{_LITERAL}(?:,\s*)?)+)")


@dataclass(frozen=True, order=True)
class Msgid:
    msgid: str
    context: str = ""
    plural: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return (self.context, self.msgid)


def in_python(source: str) -> Iterator[Msgid]:
    """The literal sentences of gettext calls, also of those imported under another name."""
    tree = ast.parse(source)
    shapes = dict(SHAPES)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            shapes |= {name.asname: SHAPES[name.name] for name in node.names if name.asname and name.name in SHAPES}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            yield from _message(shapes.get(name), texts)


def in_template(source: str, origin: str) -> Iterator[Msgid]:
    for call in _TEMPLATE_CALL.finditer(templatize(source, origin=origin)):
        texts = [ast.literal_eval(text) for text in re.findall(_LITERAL, call[2])]
        yield from _message(SHAPES[call[1]], texts)


def _message(shape: tuple[str, ...] | None, texts: list[str]) -> Iterator[Msgid]:
    if shape and len(texts) >= len(shape):
        parts = dict(zip(shape, texts, strict=False))
        if parts["msgid"]:
            yield Msgid(**parts)


def in_files(files: list[Path], base: Path) -> dict[tuple[str, str], tuple[Msgid, list[str]]]:
    """Every message of `files` with the files it is used in, named from `base`; a plural form wins over a plain one."""
    found: dict[tuple[str, str], tuple[Msgid, list[str]]] = {}
    for file in sorted(files):
        name = file.relative_to(base).as_posix()
        source = file.read_text(encoding="utf-8")
        for message in in_python(source) if file.suffix == ".py" else in_template(source, name):
            known, places = found.get(message.key, (message, []))
            if name not in places:
                places.append(name)
            found[message.key] = (max(known, message), places)
    return found
