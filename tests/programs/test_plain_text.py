"""What people typed, as HTML: nothing but line breaks and http(s) addresses becomes a tag."""

import pytest

from programs.templatetags.plain_text import plain_text


def link(address: str) -> str:
    return f'<a href="{address}" rel="noopener noreferrer nofollow">{address}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("一行目\n二行目", "一行目<br>二行目"),
        ("<b>太字</b> & \"引用\" '一'", "&lt;b&gt;太字&lt;/b&gt; &amp; &quot;引用&quot; &#x27;一&#x27;"),
        ("https://example.jp/", link("https://example.jp/")),
        ("http://example.jp/a_b?c=1#d", link("http://example.jp/a_b?c=1#d")),
        ("（https://example.jp/a）をご覧ください", f"（{link('https://example.jp/a')}）をご覧ください"),
        ("見本は https://example.jp/a, それと https://example.jp/b.", f"見本は {link('https://example.jp/a')}, それと {link('https://example.jp/b')}."),
        ('https://example.jp/"onmouseover="x', f"{link('https://example.jp/')}&quot;onmouseover=&quot;x"),
        ("https://example.jp/<script>", f"{link('https://example.jp/')}&lt;script&gt;"),
        ("javascript:alert(1) ftp://example.jp/ //example.jp mailto:a@example.jp", None),
        ("https://", None),
        ("", ""),
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_can_be_pressed(text, html):
    assert plain_text(text) == (text if html is None else html)
