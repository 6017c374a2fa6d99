"""Japanese is what people see: a missing, fuzzy or stale entry fails the build."""

from django.core.management import call_command


def test_japanese_is_complete_and_compiled():
    call_command("catalogue", "--check")
