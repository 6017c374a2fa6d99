"""The switch to English: what the house says is English then; names stay as people write them."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.rounds import admin_pages, own_pages, shown

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]

JAPANESE = re.compile(r"[぀-ヿ㐀-鿿]")
SAID = "h1, h2, h3, nav a, nav button, label, legend, th[scope=col], main button, .btn, .hint, title"


def japanese_words(page: Page, names: list[str]) -> list[str]:
    """What is said in Japanese though it is nobody's name."""
    found = []
    for text in page.locator(SAID).all_text_contents():
        rest = text
        for name in sorted(names, key=len, reverse=True):
            rest = rest.replace(name, "")
        if JAPANESE.search(rest):
            found.append(re.sub(r"\s+", " ", text).strip())
    return found


def names_of(town) -> list[str]:
    people = [user.display_name for user in town.people.values()]
    return [
        *[
            "日本語",
            "延べ",
            "実",
            "日南市",
            "宮崎県",
            "クラウドワーカー育成事業",
            "日南しごとの会",
            "ゆるやかな階段",
            "ひだね",
        ],
        *["観光案内の記事", "本目", "最初の仕事", "データ入力", "編集の本", "新しい人", "来る人", "﨑田", "恭", "葵"],
        *[
            "髙橋",
            "𠮷野",
            "山﨑",
            "田中",
            "黒木",
            "川越",
            "株式会社ひなた",
            "タナカ",
            "サツキ",
            "クロキ",
            "アオイ",
            "さつき",
        ],
        *[
            "カワゴエ",
            "美咲",
            "年末の案内",
            "はじめての在宅ワーク説明会",
            "振込について",
            "文書作成",
            "クラウドワーカー募集",
        ],
        *[
            "受講後のアンケート",
            "どこで知りましたか",
            "学びたいこと",
            "満足度",
            "ご感想",
            "広報",
            "知人",
            "ウェブ",
            "ライティング",
        ],
        *[
            "商工政策課",
            "応募者.xlsx",
            "プロフィールを一緒に直す",
            "油津赤レンガ館",
            "元気そう",
            "相談があります。",
            "市役所",
            "（",
            "）",
        ],
        *people,
        *[name[:1] for name in people],
    ]


@pytest.mark.parametrize("kind", ["worker", "official"])
def test_every_page_speaks_english_after_the_switch(kind, town, visitor):
    user = town.people[kind]
    one = visitor().sign_in(user)
    page = one.go("/" if kind == "worker" else f"/p/{town.program.slug}/")
    if kind == "official":
        page.locator("details.user summary").click()
    page.get_by_role("button", name="English").first.click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "en"
    pages, _others = shown(own_pages(town, kind), user)
    if kind == "official":
        admin, _others = shown(admin_pages(town, user), user)
        pages |= {name: address for name, address in admin.items() if not name.endswith(("_history", "_delete"))}
    found, names = {}, names_of(town)
    for address in pages.values():
        words = japanese_words(one.go(address), names)
        if words:
            found[address] = words
    assert found == {}
