"""Reading an SVG back: which marks were drawn, where and as what."""

import re


def elements(svg: str) -> list[tuple[str, str]]:
    """(tag, role) of every mark in drawing order."""
    return re.findall(r'<(rect|line|circle|path|polygon) class="([a-z-]+)"', svg)


def attributes(svg: str, role: str) -> dict[str, str]:
    found = re.search(rf'<\w+ class="{role}"([^>]*)/>', svg)
    assert found, role
    return dict(re.findall(r'([\w-]+)="([^"]*)"', found[1]))
