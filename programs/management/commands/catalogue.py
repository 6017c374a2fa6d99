"""Keep the Japanese catalogues: one per app, one at the top for base, components, error pages and config."""

import re
from pathlib import Path

import polib
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from programs.management.msgids import Msgid, in_files

ROOT = "root"
TEMPLATE_SUFFIXES = {".html", ".txt"}
SKIPPED_FOLDERS = {"migrations", "locale", "__pycache__"}
HEADER = {
    "Project-Id-Version": "Hidane",
    "Language": "ja",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
_PLACEHOLDER = re.compile(r"(?<!%)%\(\w+\)[a-z]|(?<!%)%[sd]|\{\w*\}")


class Command(BaseCommand):
    help = "Collects the sentences of an app (or «root», or all), merges them into its catalogue and compiles it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("app", nargs="?", help="an app of the house, or «root»; all of them when left out")
        parser.add_argument("--check", action="store_true", help="change nothing, fail when something is missing")

    def handle(self, *, app: str | None, check: bool, **options: object) -> None:
        names = house_apps()
        if app and app not in (*names, ROOT):
            raise CommandError(f"There is no catalogue «{app}». Known: {', '.join((*names, ROOT))}.")
        chosen = [app] if app else [*names, ROOT]
        faults = [fault for name in chosen for fault in (self.check(name) if check else self.renew(name))]
        if check and not app:
            faults += contradictions([*names, ROOT])
        for fault in faults:
            self.stdout.write(fault)
        if check and faults:
            raise CommandError(f"{len(faults)} things to mend in the catalogues. Start with: manage.py catalogue <app>")

    def renew(self, name: str) -> list[str]:
        path, found = po_path(name), in_files(sources(name), settings.BASE_DIR)
        if not found and not path.exists():
            return []
        catalogue = merge(read(path), found)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = f"{catalogue}\n".encode()
        if not path.exists() or path.read_bytes() != text:
            path.write_bytes(text)
        path.with_suffix(".mo").write_bytes(catalogue.to_binary())
        self.stdout.write(f"{name}: {len(catalogue)} sentences")
        return entry_faults(name, catalogue)

    def check(self, name: str) -> list[str]:
        path, found = po_path(name), in_files(sources(name), settings.BASE_DIR)
        catalogue = read(path)
        known = {key(entry) for entry in catalogue if not entry.obsolete}
        faults = [f"{name}: not in the catalogue: {msgid!r}" for _, msgid in sorted(found.keys() - known)]
        faults += [f"{name}: no longer used: {msgid!r}" for _, msgid in sorted(known - found.keys())]
        faults += [f"{name}: obsolete: {entry.msgid!r}" for entry in catalogue.obsolete_entries()]
        faults += entry_faults(name, catalogue)
        compiled = path.with_suffix(".mo")
        if path.exists() and (not compiled.exists() or compiled.read_bytes() != catalogue.to_binary()):
            faults.append(f"{name}: {compiled.name} is not compiled from {path.name}")
        return faults


def house_apps() -> list[str]:
    """The apps that live beside manage.py, in floor order."""
    return [config.label for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR]


def po_path(name: str) -> Path:
    folder = settings.BASE_DIR if name == ROOT else settings.BASE_DIR / name
    return folder / "locale" / "ja" / "LC_MESSAGES" / "django.po"


def sources(name: str) -> list[Path]:
    """The Python files of an app and templates/<app>/; at the root config and the templates of no app."""
    templates = settings.BASE_DIR / "templates"
    if name == ROOT:
        folders = [folder for folder in templates.glob("*") if folder.name not in house_apps()]
        python = settings.BASE_DIR / "config"
    else:
        folders, python = [templates / name], settings.BASE_DIR / name
    files = [file for folder in folders for file in ([folder] if folder.is_file() else folder.rglob("*"))]
    files = [file for file in files if file.suffix in TEMPLATE_SUFFIXES and file.is_file()]
    return files + [file for file in python.rglob("*.py") if not SKIPPED_FOLDERS & set(file.relative_to(python).parts)]


def read(path: Path) -> polib.POFile:
    """The catalogue as stored; long lines are not wrapped, so that a changed word is a changed line."""
    return polib.pofile(str(path), wrapwidth=0) if path.exists() else polib.POFile(wrapwidth=0)


def key(entry: polib.POEntry) -> tuple[str, str]:
    return (entry.msgctxt or "", entry.msgid)


def merge(old: polib.POFile, found: dict[tuple[str, str], tuple[Msgid, list[str]]]) -> polib.POFile:
    """What the code says now with the translations known; nothing obsolete or fuzzy, no dates, no line numbers."""
    known = {key(entry): entry for entry in old if not entry.fuzzy}
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = dict(HEADER)
    for message, places in sorted(found.values()):
        entry = polib.POEntry(
            msgid=message.msgid,
            msgctxt=message.context or None,
            msgid_plural=message.plural,
            occurrences=[(place, "") for place in places],
            flags=["python-format"] if re.search(r"%(\(\w+\))?[a-z]", message.msgid + message.plural) else [],
        )
        before = known.get(message.key)
        if before:
            entry.tcomment = before.tcomment
        japanese = (before.msgstr or before.msgstr_plural.get(0, "")) if before else ""
        if message.plural:
            entry.msgstr_plural = {0: japanese}
        else:
            entry.msgstr = japanese
        catalogue.append(entry)
    return catalogue


def entry_faults(name: str, catalogue: polib.POFile) -> list[str]:
    faults = []
    for entry in catalogue:
        japanese = entry.msgstr or entry.msgstr_plural.get(0, "")
        wanted = set(_PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        if entry.fuzzy:
            faults.append(f"{name}: fuzzy: {entry.msgid!r}")
        elif not entry.obsolete and not japanese:
            faults.append(f"{name}: no Japanese: {entry.msgid!r}")
        elif not entry.obsolete and set(_PLACEHOLDER.findall(japanese)) != wanted:
            faults.append(f"{name}: other placeholders: {entry.msgid!r} -> {japanese!r}")
    return faults


def contradictions(names: list[str]) -> list[str]:
    """One English sentence with two Japanese ones: Django would show whichever catalogue it read first."""
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    faults = []
    for name in names:
        for entry in read(po_path(name)):
            japanese = entry.msgstr or entry.msgstr_plural.get(0, "")
            first, other = seen.setdefault(key(entry), (japanese, name))
            if japanese and first and first != japanese:
                faults.append(f"{name}: {entry.msgid!r} is {japanese!r} here and {first!r} in {other}")
    return faults
