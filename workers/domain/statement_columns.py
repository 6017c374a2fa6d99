"""Which line of a statement is its head and which column means what: guessed, then said by the person."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.shared.search_key import search_key
from programs.shared.wareki import NotADay
from programs.shared.yen import NotYen
from workers.domain.statement_cells import amount_in, day_in

Lines = Sequence[tuple[int, Sequence[str]]]
HEAD_WITHIN = 10  # lines in which the head may stand
SAMPLE = 50
HEADING = 100  # characters of a heading that are read


class Role(TextChoices):
    DAY = "day", _("Day the pay was confirmed")
    TITLE = "title", _("Name of the job")
    CLIENT = "client", pgettext_lazy("worker", "Client")
    GROSS = "gross", _("Pay (with tax)")
    FEE = "fee", _("Platform fee (with tax)")
    NET = "net", _("Amount received")
    TRANSFER_FEE = "transfer_fee", _("Bank transfer fee")
    WITHHOLDING = "withholding", _("Tax withheld")


# What a heading may be called, the surer one first. No platform's own form could be confirmed: these are plain words.
_WORDS = {
    Role.TRANSFER_FEE: ("振込手数料 送金手数料 出金手数料 bankfee transferfee"),
    Role.WITHHOLDING: ("源泉徴収税額 源泉徴収額 源泉徴収税 源泉徴収 源泉所得税 源泉税 withheldtax"),
    Role.FEE: (
        "システム利用料 システム手数料 サービス利用料 サービス手数料 プラットフォーム手数料 "
        "利用手数料 利用料 手数料 platformfee fee"
    ),
    Role.NET: (
        "受取額 受取金額 受取報酬 受取 差引支払額 差引額 差引金額 振込額 振込金額 入金額 手取額 "
        "手取り 支払額 お支払額 支払金額 net payout"
    ),
    Role.GROSS: (
        "報酬額 報酬 報酬金額 契約金額 契約額 税込金額 税込報酬 業務委託料 総額 売上金額 売上 "
        "金額 獲得金額 gross amount pay"
    ),
    Role.DAY: (
        "報酬確定日 確定日 検収日 承認日 完了日 支払確定日 取引日 発生日 日付 年月日 日時 計上日 "
        "納品日 支払日 支払予定日 振込日 入金日 date day"
    ),
    Role.TITLE: (
        "仕事の名前 仕事名 お仕事名 案件名 件名 業務名 作業名 契約名 プロジェクト名 タイトル 案件 "
        "仕事 品名 作業内容 業務内容 内容 摘要 項目 title job description"
    ),
    Role.CLIENT: (
        "クライアント名 クライアント 依頼者名 依頼者 依頼主 取引先名 取引先 発注者名 発注者 "
        "発注元 支払元 会社名 顧客名 client customer"
    ),
}
_KEYS = {role: tuple(map(search_key, words.split())) for role, words in _WORDS.items()}


@dataclass(frozen=True)
class Headed:
    """A statement whose head is found; `made_up` when it has none and its columns are only numbered."""

    head: tuple[str, ...]
    lines: Lines
    made_up: bool = False


def headed(lines: Lines) -> Headed:
    """The line with the most known headings is the head; what stands above it is passed over."""
    best = max(range(min(len(lines), HEAD_WITHIN)), key=lambda n: (len(_named(lines[n][1])), -n))
    if len(_named(lines[best][1])) >= 2:
        return Headed(tuple(lines[best][1]), lines[best + 1 :])
    if _looks_like_a_row(lines[0][1]):
        return Headed(tuple(f"{n}列目" for n in range(1, len(lines[0][1]) + 1)), lines, made_up=True)
    return Headed(tuple(lines[0][1]), lines[1:])


def guess(head: Sequence[str], lines: Lines) -> dict[str, int]:
    """Role → column, by the headings and then by what stands below them."""
    roles: dict[str, int] = dict(_named(head))
    columns = [place for place in range(len(head)) if place not in roles.values()]
    samples = {place: [cells[place] for _n, cells in lines if cells[place]][:SAMPLE] for place in columns}
    if Role.DAY not in roles and (days := [n for n in columns if _mostly(samples[n], _is_day)]):
        roles[Role.DAY] = days[0]
    if not {Role.GROSS, Role.NET} & set(roles):
        taken = roles.values()
        amounts = [n for n in columns if n not in taken and _mostly(samples[n], _is_amount)]
        if amounts:
            roles[Role.GROSS] = amounts[0]
    if Role.TITLE not in roles:
        words = [n for n in columns if n not in roles.values() and samples[n] and not _mostly(samples[n], _is_amount)]
        if words:
            roles[Role.TITLE] = max(words, key=lambda n: sum(map(len, samples[n])) / len(samples[n]))
    return {str(role): place for role, place in roles.items()}


def is_enough(roles: dict[str, int]) -> bool:
    """A day and an amount: without them no row says anything."""
    return Role.DAY in roles and (Role.GROSS in roles or Role.NET in roles)


def same_head(one: Sequence[str], other: Sequence[str]) -> bool:
    return [search_key(cell) for cell in one] == [search_key(cell) for cell in other]


def _named(head: Sequence[str]) -> dict[str, int]:
    keys = [search_key(re.sub(r"[(（［\[].*?[)）］\]]|[※*＊].*$", "", cell[:HEADING])) for cell in head]
    found: dict[str, int] = {}
    for exact in (True, False):
        for role, words in _KEYS.items():
            free = [n for n in range(len(keys)) if keys[n] and n not in found.values() and "税抜" not in head[n]]
            places = [n for word in words for n in free if (keys[n] == word if exact else _holds(keys[n], word))]
            if role not in found and places:
                found[role] = places[0]
    return found


def _holds(key: str, word: str) -> bool:
    """Part of a longer heading, as long as the word is not one of every other heading."""
    return len(word) >= 3 and len(key) <= 2 * len(word) + 2 and word in key


def _looks_like_a_row(cells: Sequence[str]) -> bool:
    return any(_is_day(cell) for cell in cells) and any(_is_amount(cell) for cell in cells)


def _mostly(cells: Sequence[str], fits) -> bool:
    return bool(cells) and sum(map(fits, cells)) >= 0.6 * len(cells)


def _is_day(text: str) -> bool:
    try:
        day_in(text, dt.date(2024, 12, 31))
    except NotADay as fault:
        return fault.reason in ("impossible", "era", "year") and not text.isdecimal()
    return True


def _is_amount(text: str) -> bool:
    try:
        return amount_in(text) is not None and not _is_day(text)
    except NotYen:
        return False
