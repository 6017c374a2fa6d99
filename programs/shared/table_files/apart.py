"""A workbook, opened by a process of its own with little memory and little time: whatever it does, we go on."""

import json
import resource
import subprocess
import sys
from io import BytesIO
from pathlib import Path

from programs.shared.table_files.values import Limits, NotATable, Table, plain, table_of

MEMORY = 512 * 1024 * 1024  # bytes of address space
SECONDS = 5


def opened_apart(data: bytes, limits: Limits) -> Table:
    """The first sheet that holds something. Raises NotATable."""
    root = Path(__file__).resolve().parents[3]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "programs.shared.table_files.apart", str(limits.rows)],
            input=data, capture_output=True, timeout=SECONDS * 2, cwd=root, check=True,
        )  # fmt: skip
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise NotATable("broken") from error
    if found["sheet"] is None:
        raise NotATable("empty")
    if found["more"]:
        raise NotATable("too_many_rows")
    return table_of(enumerate(found["lines"], 1), limits, origin=found["sheet"], other_sheets=tuple(found["others"]))


def main() -> None:
    """In the small process: a workbook on stdin, its first sheet as JSON on stdout."""
    from python_calamine import CalamineWorkbook

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = 2 * int(sys.argv[1]) + 100  # lines, with the empty ones between
    book = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
    found: dict = {"sheet": None, "lines": [], "others": []}
    for name in book.sheet_names:
        lines = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if _holds_something(lines):
            others = [other for other in book.sheet_names if other != name]
            more = _holds_something(lines[most:])
            found = {"sheet": name, "lines": [_short(line) for line in lines[:most]], "others": others, "more": more}
            break
    sys.stdout.write(json.dumps(found))


def _short(line: list[object]) -> list[str]:
    """Without the empty cells at the end."""
    length = next((place for place in range(len(line), 0, -1) if line[place - 1] not in ("", None)), 0)
    return [plain(cell) for cell in line[:length]]


def _holds_something(lines: list[list[object]]) -> bool:
    return any(cell not in ("", None) for line in lines for cell in line)


if __name__ == "__main__":
    main()
