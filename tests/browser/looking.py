"""What is wrong with a page as it stands in the window: axe, width, the size of what one presses."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE_SCRIPT = Axe().axe_script
RUN_AXE = """options => axe.run(options).then(result => result.violations.flatMap(rule => rule.nodes.slice(0, 3)
  .map(node => `axe ${rule.id}: ${node.target[0]} ${node.any.length ? node.any[0].message : ''}`.trim())))"""
FINGER, POINTER = 44, 24  # px; main pages on a phone, WCAG 2.2 2.5.8 at a desk
# The colours are all that a dark window changes.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}

# Links inside sentences are as high as the sentence; a radio or tick box is pressed by its label, too.
SMALL_TARGETS = """least => {
  const shown = one => one.checkVisibility({ visibilityProperty: true });
  const box = one => {
    const rects = [one, ...(one.labels || [])].filter(shown).map(each => each.getBoundingClientRect());
    return { w: Math.max(0, ...rects.map(r => r.width)), h: Math.max(0, ...rects.map(r => r.height)),
             bottom: Math.max(...rects.map(r => r.bottom)) };
  };
  const inSentence = one => one.matches('a, button') && getComputedStyle(one).display.startsWith('inline')
    && [...one.parentNode.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
  const all = document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary');
  return [...all].filter(one => shown(one) && !inSentence(one)).map(one => [one, box(one)])
    .filter(([one, b]) => b.bottom + scrollY > 0 && (b.w < least - 0.5 || b.h < least - 0.5))
    .map(([one, b]) => `${one.tagName.toLowerCase()} «${(one.innerText || one.ariaLabel || one.name || '').trim()
      .slice(0, 30)}» ${Math.round(b.w)}x${Math.round(b.h)}`);
}"""

TOO_WIDE = """() => {
  const root = document.scrollingElement, room = root.clientWidth;
  if (root.scrollWidth <= room) return [];
  const wide = [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > room + 0.5);
  return [`${root.scrollWidth} px in ${room}: ${wide.slice(0, 4).map(one => one.tagName + '.' + one.className)}`];
}"""


def small_targets(page: Page, least: int) -> list[str]:
    return [f"under {least} px: {found}" for found in page.evaluate(SMALL_TARGETS, least)]


def too_wide(page: Page) -> list[str]:
    return [f"scrolls sideways, {found}" for found in page.evaluate(TOO_WIDE)]


def violations(page: Page, options: dict | None = None) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN_AXE, {"resultTypes": ["violations"], "iframes": False} | (options or {}))


def faults(page: Page, least: int, *, unfolded: bool = False) -> list[str]:
    """In the light everything, in the dark the colours; `unfolded`: with every fold and menu open."""
    if unfolded:
        page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.emulate_media(color_scheme="light")
    found = [*violations(page), *too_wide(page), *small_targets(page, least)]
    page.emulate_media(color_scheme="dark")
    found += [f"in the dark, {fault}" for fault in violations(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    return found
