"""Production refuses to start half configured, in a sentence; a complete one passes every check of Django."""

import os
import subprocess
import sys

import pytest

from tests.tree import ROOT

STRONG = "k7R2vQ9xLm4TzB8nWc5YdF1gHj6KpS3uEa0ZiXo-rq_tMVbNCl"
COMPLETE = {"DEBUG": "false", "SECRET_KEY": STRONG, "ALLOWED_HOSTS": "hidane.example.jp"}
NOT_SET = {"DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "HTTPS", "SECOND_FACTOR_REQUIRED"}
NOT_SET |= {
    "PUBLIC_URL",
    "LINE_CHANNEL_TOKEN",
    "LINE_CHANNEL_SECRET",
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "HSTS_SUBDOMAINS",
    "HSTS_PRELOAD",
}


def python(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
    """Python in a process of its own, with these variables and none of those of the test run."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_SET}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=kept | variables, capture_output=True, text=True, check=False)


def setting(name: str, **variables: str) -> str:
    return python("-c", f"from config import settings; print(settings.{name})", **variables).stdout.strip()


def refusal(**variables: str) -> str:
    """The last line of a start that failed."""
    answer = python("-c", "import config.settings", **(COMPLETE | variables))
    assert answer.returncode != 0
    return answer.stderr.strip().splitlines()[-1]


def test_nothing_set_starts_on_this_machine_only():
    assert setting("DEBUG") == "False"
    assert setting("HTTPS") == "False"
    assert setting("ALLOWED_HOSTS") == "['127.0.0.1', 'localhost', '[::1]']"


def test_a_complete_production_starts():
    assert setting("PRODUCTION", **COMPLETE) == "True"


def test_a_missing_key_is_refused():
    assert "SECRET_KEY is missing" in refusal(SECRET_KEY="")


@pytest.mark.parametrize("key", ["short", "a" * 60, "django-insecure-" + STRONG, "change-me-" + STRONG])
def test_a_weak_key_is_refused(key):
    assert "SECRET_KEY is too weak" in refusal(SECRET_KEY=key)


@pytest.mark.parametrize("name", ["DEBUG", "HTTPS", "SECOND_FACTOR_REQUIRED"])
def test_a_typo_in_a_switch_is_refused(name):
    assert f"{name}='ture' is neither true nor false" in refusal(**{name: "ture"})


@pytest.mark.parametrize("hosts", ["*", "hidane.example.jp,*", ".example.jp", "*.example.jp"])
def test_wildcard_hosts_are_refused(hosts):
    assert "ALLOWED_HOSTS must not hold a wildcard" in refusal(ALLOWED_HOSTS=hosts)


def test_missing_hosts_are_refused():
    assert "ALLOWED_HOSTS is missing" in refusal(ALLOWED_HOSTS="")


def test_other_addresses_of_the_domain_are_bound_only_when_asked():
    assert setting("SECURE_HSTS_SECONDS", **COMPLETE) == "31536000"
    for name, variable in (("INCLUDE_SUBDOMAINS", "HSTS_SUBDOMAINS"), ("PRELOAD", "HSTS_PRELOAD")):
        assert setting(f"SECURE_HSTS_{name}", **COMPLETE) == "False"
        assert setting(f"SECURE_HSTS_{name}", **COMPLETE, **{variable: "true"}) == "True"


@pytest.mark.parametrize("url", [{}, {"EMAIL_URL": ""}])
def test_a_server_without_a_way_to_send_mail_prints_none(url):
    assert setting("EMAIL_BACKEND", **COMPLETE, **url) == "django.core.mail.backends.dummy.EmailBackend"
    assert setting("MAIL_WORKS", **COMPLETE, **url) == "False"
    assert setting("MAIL_WORKS", **COMPLETE, EMAIL_URL="smtp://mail.example.jp:25") == "True"
    assert setting("MAIL_WORKS") == "True"


@pytest.mark.parametrize(
    ("told", "address"),
    [
        (COMPLETE, "https://hidane.example.jp"),
        (COMPLETE | {"PUBLIC_URL": "https://shigoto.example.jp/"}, "https://shigoto.example.jp"),
        (COMPLETE | {"PUBLIC_URL": ""}, "https://hidane.example.jp"),
        ({}, "http://127.0.0.1:8000"),
    ],
)
def test_links_in_messages_lead_to_this_installation(told, address):
    assert setting("PUBLIC_URL", **told) == address


def test_line_is_off_unless_it_is_set_up():
    assert setting("LINE_CHANNEL_TOKEN") == ""


def test_the_deploy_check_is_clean():
    asked = COMPLETE | {"HSTS_SUBDOMAINS": "true", "HSTS_PRELOAD": "true"}
    answer = python("manage.py", "check", "--deploy", "--fail-level", "INFO", **asked)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "no issues (0 silenced)" in answer.stdout


def test_secrets_may_be_files(tmp_path):
    (tmp_path / "key").write_text(STRONG + "\n")
    without_key = {"DEBUG": "false", "ALLOWED_HOSTS": "hidane.example.jp"}
    assert setting("SECRET_KEY", **without_key, SECRET_KEY_FILE=str(tmp_path / "key")) == STRONG


def test_a_secret_file_that_is_not_there_is_refused(tmp_path):
    assert "SECRET_KEY_FILE cannot be read" in refusal(SECRET_KEY_FILE=str(tmp_path / "none"))


@pytest.mark.parametrize("told", [{}, {"DEBUG": ""}, {"DEBUG": "  "}])
def test_a_server_is_production_unless_it_is_told_otherwise(told):
    answer = python("-c", "import config.wsgi", **told)
    assert answer.returncode != 0
    assert "SECRET_KEY is missing" in answer.stderr.splitlines()[-1]
