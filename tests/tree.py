"""The checkout as the house tests read it: its files, floor by floor."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["programs", "workers", "coworking", "jobs", "reports"]  # the lowest first
CODE = [*FLOORS, "config"]
PYTHON = [*CODE, "tests", "scripts", "benchmarks"]
TEMPLATES = ROOT / "templates"


def python_files(*tops: str) -> list[Path]:
    """Every Python file we wrote by hand under these folders; migrations are written by Django."""
    files = (file for top in tops for file in (ROOT / top).rglob("*.py"))
    return sorted(file for file in files if "migrations" not in file.parts)


def templates() -> list[Path]:
    return sorted(file for file in TEMPLATES.rglob("*") if file.is_file())


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def calls(file: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(parsed(file)) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The last word of what is called: `filter` of `Earning.objects.filter(...)`."""
    return getattr(call.func, "attr", None) or getattr(call.func, "id", "")
