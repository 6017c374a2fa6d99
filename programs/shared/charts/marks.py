"""The marks every chart is made of: attributes carry the light colours for paper, classes the screen's tokens."""

from html import escape

INK, INK_2, SURFACE, LINE, LINE_STRONG, SUNK = "#22262b", "#565d66", "#ffffff", "#dfe2e5", "#7b838c", "#eceef0"
AI, AI_MID, AI_WASH = "#15346b", "#6d87b5", "#e9eef7"
OKI, OKI_INK, OKI_WASH = "#e0531c", "#b13a08", "#fdf0e9"

# role (also the CSS class) -> attributes for paper
PAPER: dict[str, dict[str, str]] = {
    "reached": {"fill": AI},
    "best": {"fill": AI},
    "missed": {"fill": AI_MID},
    "plain": {"fill": AI_MID},
    "now": {"fill": OKI},
    "open": {"fill": OKI_WASH, "stroke": OKI, "stroke-width": "1.5", "stroke-dasharray": "3 2"},
    "asked": {"fill": "none", "stroke": OKI, "stroke-width": "1.5", "stroke-dasharray": "2 2"},
    "tick": {"stroke": INK, "stroke-width": "2"},
    "notch": {"stroke": SURFACE, "stroke-width": "2"},
    "axis": {"stroke": LINE_STRONG, "stroke-width": "1"},
    "grid-line": {"stroke": LINE, "stroke-width": "1"},
    "target": {"stroke": INK, "stroke-width": "1.5", "stroke-dasharray": "5 4"},
    "faint": {"fill": "none", "stroke": LINE_STRONG, "stroke-width": "2"},
    "faint-dot": {"fill": LINE_STRONG, "stroke": SURFACE, "stroke-width": "1.5"},
    "pause": {"fill": LINE_STRONG},
    "ai-line": {"fill": "none", "stroke": AI, "stroke-width": "2"},
    "ai-dot": {"fill": AI, "stroke": SURFACE, "stroke-width": "1.5"},
    "now-line": {"fill": "none", "stroke": OKI, "stroke-width": "2.5"},
    "now-dot": {"fill": OKI, "stroke": SURFACE, "stroke-width": "2"},
    "halo": {"fill": OKI, "opacity": "0.22"},
    "track": {"fill": SUNK},
    "wash": {"fill": AI_WASH},
    "t-2": {"fill": INK_2},
    "t-ink": {"fill": INK},
    "t-ai": {"fill": AI},
    "t-now": {"fill": OKI_INK},
}


# The same as text, written once: a page draws some hundreds of bars.
_WRITTEN = {role: "".join(f' {name}="{value}"' for name, value in PAPER[role].items()) for role in PAPER}


def number(value: float | str) -> str:
    """A coordinate with at most one decimal, without a trailing .0; text such as "66.3%" stays as it is."""
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def mark(tag: str, role: str, **attributes: float | str) -> str:
    """One element of that role; `rx`, `stroke_dasharray` and so on as given, underscores become hyphens."""
    given = {name.replace("_", "-"): number(value) for name, value in attributes.items()}
    text = "".join(f' {name}="{escape(value)}"' for name, value in (PAPER[role] | given).items())
    return f'<{tag} class="{role}"{text}/>'


def box(role: str, x: float, y: float, width: float, height: float, *, r: float = 1.5) -> str:
    where = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return f'<rect class="{role}"{_WRITTEN[role]} {where} rx="{number(min(r, width / 2, height / 2))}"/>'


def line(role: str, x1: float, y1: float, x2: float, y2: float) -> str:
    where = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
    return f'<line class="{role}"{_WRITTEN[role]} {where}/>'


def dot(role: str, x: float, y: float, r: float) -> str:
    return f'<circle class="{role}"{_WRITTEN[role]} cx="{number(x)}" cy="{number(y)}" r="{number(r)}"/>'


def path(role: str, points: list[tuple[float, float]], *, dashed: bool = False) -> str:
    if not points:
        return ""
    steps = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    shape = {"stroke_linejoin": "round", "stroke_linecap": "round", "d": f"M{steps}"}
    return mark("path", role, **shape, **({"stroke_dasharray": "1 5"} if dashed else {}))


def label(
    text: str,
    x: float | str,
    y: float,
    role: str = "t-2",
    *,
    anchor: str = "middle",
    size: int = 12,
    bold: bool = False,
) -> str:
    weight = ' font-weight="700"' if bold or role in {"t-ai", "t-now"} else ""
    where = f'x="{number(x)}" y="{number(y)}" text-anchor="{anchor}" font-size="{size}"{weight}'
    return f'<text class="{role}" {where} fill="{PAPER[role]["fill"]}">{escape(text)}</text>'


def picture(parts: list[str], *, width: float, height: float, said: str, css: str = "") -> str:
    """The whole drawing; `said` is what a screen reader says in its place."""
    size = f'width="{number(width)}" height="{number(height)}" viewBox="0 0 {number(width)} {number(height)}"'
    names = f"ch {css}".strip()
    return f'<svg class="{names}" {size} role="img" aria-label="{escape(said)}">{"".join(parts)}</svg>'
