"""The lock names versions only: no address, no path, nothing that differs from machine to machine."""

import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tree import ROOT

MARKER = r"[a-z_]+ (==|!=|<|<=|>|>=) '[^']+'"
LINE = re.compile(rf"[a-z0-9]([a-z0-9-]*[a-z0-9])?==[0-9][0-9a-z.!+]*( ; {MARKER}( (and|or) {MARKER})*)?")
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def locked() -> dict[str, str]:
    return dict(line.split(" ;")[0].split("==") for line in LOCK.splitlines())


def test_every_line_is_a_name_and_a_version():
    assert [line for line in LOCK.splitlines() if not LINE.fullmatch(line)] == []
    assert LOCK.endswith("\n")


def test_lines_are_sorted_and_unique():
    names = [line.split("==")[0] for line in LOCK.splitlines()]
    assert names == sorted(set(names))


def test_lock_satisfies_every_requirement_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [Requirement(line) for group in (project["dependencies"], *extras) for line in group]
    have = locked()
    missing = [
        str(one) for one in wanted if not one.specifier.contains(have.get(canonicalize_name(one.name), "0.dev0"), True)
    ]
    assert missing == []
