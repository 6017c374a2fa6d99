"""The walls of the house: sizes, names, dates, warnings. What ruff and import-linter check is not checked twice."""

import ast
import re
import tomllib

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template import Context, Template

from config.celery import app as celery_app
from tests.tree import CODE, PYTHON, ROOT, calls, name, parsed, python_files

FILE_LINES = 250
DRAWERS = {"utils", "util", "helpers", "common", "misc", "tools"}
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]


def test_python_files_end_in_time():
    lengths = {name(file): len(file.read_text(encoding="utf-8").splitlines()) for file in python_files(*PYTHON)}
    assert {file: lines for file, lines in lengths.items() if lines > FILE_LINES} == {}


def test_ruff_keeps_the_walls_of_functions():
    lint = PYPROJECT["ruff"]["lint"]
    assert lint["mccabe"]["max-complexity"] == 8
    assert lint["pylint"] == {"max-args": 7, "max-statements": 30}
    assert {"C90", "PLR0913", "PLR0915", "TID"} <= set(lint["select"])
    assert "datetime.date.today" in lint["flake8-tidy-imports"]["banned-api"]


def test_every_exception_to_a_check_says_why():
    bare = re.compile(r"# noqa(?!: [A-Z]+\d+.*\(.+\))")
    found = [
        f"{name(file)}:{number}"
        for file in python_files(*CODE)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert found == []


def test_no_file_is_a_drawer():
    assert [name(file) for file in python_files(*CODE) if file.stem in DRAWERS] == []


def asks_the_wrong_clock(call: ast.Call) -> bool:
    """`date.today()`, `utcnow()`, `now().date()`: the day in the machine's zone, not in Japan."""
    if not isinstance(call.func, ast.Attribute):
        return False
    owner, word = call.func.value, call.func.attr
    if word == "date":
        return isinstance(owner, ast.Call) and getattr(owner.func, "attr", getattr(owner.func, "id", "")) == "now"
    return word in {"utcnow", "utcfromtimestamp", "today"} and not call.args


def test_a_day_is_asked_of_localdate():
    lines = [(name(file), call) for file in python_files(*CODE) for call in calls(file)]
    assert [(file, call.lineno) for file, call in lines if asks_the_wrong_clock(call)] == []


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("date.today()", True),
        ("datetime.utcnow()", True),
        ("timezone.now().date()", True),
        ("datetime.now(tz=JST).date()", True),
        ("timezone.localdate()", False),
        ("earning.recorded_at.date()", False),
    ],
)
def test_the_clock_test_knows_them(code, wrong):
    assert asks_the_wrong_clock(ast.parse(code).body[0].value) is wrong


def test_rooms_of_rules_begin_with_what_they_are_about():
    files = [file for app in CODE for file in python_files(f"{app}/domain") if file.name != "__init__.py"]
    assert [name(file) for file in files if not ast.get_docstring(parsed(file))] == []


def test_migrations_say_what_they_do():
    files = [file for app in CODE for file in (ROOT / app).glob("migrations/[!_]*.py")]
    bad = [name(file) for file in files if not re.fullmatch(r"\d{4}_[a-z0-9_]+", file.stem)]
    assert bad + [name(file) for file in files if re.search(r"auto|and_more", file.stem)] == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_schedule_names_tasks_that_exist():
    celery_app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled
    assert scheduled - set(celery_app.tasks) == set()


def test_our_tasks_are_named_by_hand():
    celery_app.loader.import_default_modules()
    ours = [task for task in celery_app.tasks if not task.startswith("celery.")]
    assert [task for task in ours if not re.fullmatch(r"[a-z]+\.[a-z]+(_[a-z]+)*", task)] == []


def test_an_unknown_variable_in_a_template_fails(pytestconfig):
    assert PYPROJECT["pytest"]["ini_options"]["FAIL_INVALID_TEMPLATE_VARS"] is True
    with pytest.raises(pytest.fail.Exception, match="no_such_thing"):
        Template("{{ no_such_thing }}").render(Context())


def test_warnings_are_errors(pytestconfig):
    assert pytestconfig.getini("filterwarnings")[0] == "error"


TEXT = {".py", ".html", ".css", ".js", ".md", ".toml", ".yml", ".sh", ".txt", ".lock", ".po", ".svg", ".example", ""}
DOTTED = {".ci", ".env.example", ".editorconfig", ".dockerignore", ".gitignore"}
SKIPPED = {"staticfiles", "media", "secrets", "tmp", "build", "hidane.egg-info"}
REGISTRY = re.compile("|".join(["--(extra-)?" + "index-url", "--find" + "-links", r"https?://\S+/" + r"simple\b"]))
MACHINE = re.compile(r"(?<![\w/.])/(root|work|Users|home)" + r"/[\w.-]+/|[A-Z]:\\" + r"Users\\")


def our_texts():
    for top in ROOT.iterdir():
        if top.name in SKIPPED or (top.name.startswith(".") and top.name not in DOTTED):
            continue
        for file in [top] if top.is_file() else sorted(top.rglob("*")):
            if file.is_file() and file.suffix in TEXT and "__pycache__" not in file.parts:
                yield file


@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE], ids=["package registry", "path of a machine"])
def test_no_file_names_a(pattern):
    found = [name(file) for file in our_texts() if pattern.search(file.read_text(encoding="utf-8", errors="replace"))]
    assert found == []


def test_every_decision_stands_in_the_index():
    pages = sorted(page.name for page in (ROOT / "docs/decisions").glob("[0-9]*.md"))
    index = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    assert re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", index) == pages
