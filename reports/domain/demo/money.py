"""What the people of a demo town with an account keep around their income: settings, expenses, files, corrections."""

import datetime as dt
from io import BytesIO

from PIL import Image, ImageDraw

from programs.shared.month import Month
from reports.domain.demo.towns import Town
from workers.domain.corrections import correct_earning
from workers.domain.evidences import add_evidence
from workers.domain.expenses import Spent, add_expense
from workers.domain.preferences import Choices, save_preferences
from workers.domain.seen import entry_of
from workers.domain.verifying import return_earning
from workers.models import Earning, Enrollment
from workers.models.dated_tables import LineCode
from workers.models.expense import ExpenseCategory
from workers.models.worker_preference import EarningPreference

# days ago, kind, what for, yen, direct cost
SPENT = (
    (3, ExpenseCategory.COMMUNICATION, "自宅のインターネット", 5_280, False),
    (12, ExpenseCategory.SUPPLIES, "プリンターの用紙とインク", 3_410, False),
    (33, ExpenseCategory.COMMUNICATION, "自宅のインターネット", 5_280, False),
    (41, ExpenseCategory.BOOKS, "文章の書き方の本", 1_760, False),
    (52, ExpenseCategory.SOFTWARE, "納品に使う写真素材", 2_200, True),
    (74, ExpenseCategory.TRAVEL, "講座へのバス代", 940, False),
)
WHY_RETURNED = "金額が明細と違うようです。明細の画面の写真を添えてください。"
WHY_CORRECTED = "報酬が明細より1,100円多く記録されていたため"
TOO_MUCH = 1_100


def fill_money(town: Town, *, today: dt.date) -> None:
    """Each account's own things: whoever tries the demo finds every page of a person's money with something on it."""
    for place, enrollment in enumerate(one for one in town.enrollments if one.worker.user_id):
        _settings(enrollment, place)
        _expenses(enrollment, today)
        _entries(town, enrollment, today)


def _settings(enrollment: Enrollment, place: int) -> None:
    within = place % 2 == 1
    choices = Choices(
        own_goal=60_000 if within else 170_000,
        rent=None if within else 48_000,
        earning_preference=EarningPreference.STAY_WITHIN if within else EarningPreference.NO_LIMIT,
        watched_lines=[LineCode.HEALTH_INSURANCE, LineCode.DEPENDANT],
        tells_director=within,
    )
    save_preferences(worker=enrollment.worker, choices=choices)


def _expenses(enrollment: Enrollment, today: dt.date) -> None:
    by = enrollment.worker.user
    for days, category, title, amount, direct in SPENT:
        spent = Spent(
            spent_on=today - dt.timedelta(days=days), category=category, title=title, amount=amount, direct_cost=direct
        )
        expense = add_expense(worker=enrollment.worker, spent=spent)
        if category in (ExpenseCategory.SUPPLIES, ExpenseCategory.BOOKS):
            picture = _picture(f"receipt {amount:,}")
            add_evidence(expense=expense, file_name="レシート.png", data=picture, by=by)


def _entries(town: Town, enrollment: Enrollment, today: dt.date) -> None:
    """In the open months: a picture with two entries, one given back. One of a signed-off month is put right."""
    director = town.director_on(today)
    own = Earning.objects.filter(enrollment=enrollment).order_by("-earned_on", "-pk")
    waiting = list(own.filter(month=Month.of(today).first, verified_at=None)[:3])
    for entry in waiting[:2]:
        picture = _picture(f"pay {entry.gross:,}")
        add_evidence(earning=entry, file_name="明細の画面.png", data=picture, by=enrollment.worker.user)
    if waiting[2:] and director:
        return_earning(earning=waiting[2], reason=WHY_RETURNED, by=director)
    signed_off = enrollment.income_months.filter(closed_at__isnull=False).order_by("-month").first()
    old = own.filter(month=signed_off.month, gross__gt=5 * TOO_MUCH).first() if signed_off else None
    if old and enrollment.left_on is None:
        said = entry_of(old)
        right = type(said)(**said.as_columns() | {"gross": old.gross - TOO_MUCH})
        correct_earning(earning=old, on=today, reason=WHY_CORRECTED, right=right, by=enrollment.worker.user)


def _picture(text: str) -> bytes:
    """A plain sheet that says it is a sample."""
    sheet = Image.new("RGB", (480, 320), "#f3f4f5")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((24, 24, 456, 296), fill="white", outline="#7b838c", width=2)
    draw.text((48, 56), "SAMPLE (demo)", fill="#22262b")
    draw.text((48, 96), f"{text} yen", fill="#22262b")
    for line in range(4):
        draw.line((48, 150 + 30 * line, 432, 150 + 30 * line), fill="#dfe2e5", width=2)
    out = BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()
