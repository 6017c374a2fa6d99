import datetime as dt
from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.domain.demo.accounts import LOGINS, PASSWORD
from reports.domain.demo.loading import RealDataHere, is_loaded, load
from reports.domain.demo.recruiting import LOOK_UP_NUMBER, LOOK_UP_SECRET


class Command(BaseCommand):
    help = "Load three demo towns with invented people, 24 months ending today. Loading twice changes nothing."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="another number gives other people (default 1)")
        parser.add_argument("--today", type=dt.date.fromisoformat, help="the demo's last day, as 2026-11-22")
        parser.add_argument("--force", action="store_true", help="load beside other towns, or in production")

    def handle(self, *args, seed: int, today: dt.date | None, force: bool, **options) -> None:
        if is_loaded():
            self.stdout.write(
                "デモは読み込み済みです。何も変えませんでした。 / The demo is loaded already; nothing changed."
            )
        else:
            self._load(seed, today or timezone.localdate(), force)
        self._print_logins()

    def _load(self, seed: int, today: dt.date, force: bool) -> None:
        if settings.PRODUCTION and not force:
            raise CommandError("本番環境にはデモを入れません。 / This is production: no demo here without --force.")
        if today > timezone.localdate():
            raise CommandError("--today は今日以前の日付にしてください。 / --today must not lie in the future.")
        started = monotonic()
        try:
            loaded = load(seed=seed, today=today, force=force)
        except RealDataHere as found:
            raise CommandError(
                f"デモではない自治体があるため読み込みません（{found}）。空のデータベースをお使いください。"
                " / Real towns are here: use an empty database."
            ) from found
        self.stdout.write(
            f"{loaded.towns} 自治体・{loaded.people} 人・{loaded.earnings} 件の収入を作りました"
            f"（{monotonic() - started:.0f} 秒）。人物・会社はすべて架空です。"
            " / Every person and company is invented."
        )

    def _print_logins(self) -> None:
        width = max(len(login.email) for login in LOGINS)
        self.stdout.write("")
        for login in LOGINS:
            self.stdout.write(f"  {login.email:<{width}}  {login.who}")
        self.stdout.write(
            "\n  ほむら町には担当職員がいません。異動のあと決まらないまま、という筋書きです。"
            " / Homura has no official any more; that is its story."
        )
        self.stdout.write(f"\n  パスワードはすべて / one password for all: {PASSWORD}")
        self.stdout.write(
            f"\n  応募の状況（/applications/）/ an application to look up: {LOOK_UP_NUMBER} {LOOK_UP_SECRET}"
        )
