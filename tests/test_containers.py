"""docker-compose.yml and the Dockerfile keep their promises; `make check` validates their form."""

import re

import pytest
from django.conf import settings
from ruamel.yaml import YAML

from config.celery import app as celery_app
from tests.tree import ROOT

COMPOSE = YAML(typ="safe").load(ROOT / "docker-compose.yml")
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_the_six_services_are_there():
    assert sorted(SERVICES) == ["beat", "migrate", "postgres", "redis", "web", "worker"]


def test_nothing_listens_beyond_this_machine():
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports == ["127.0.0.1:${PORT:-8000}:8000"]


def longest_task() -> int:
    """Seconds after which the longest of all tasks is stopped."""
    celery_app.loader.import_default_modules()
    return max(task.time_limit or settings.CELERY_TASK_TIME_LIMIT for task in celery_app.tasks.values())


def test_the_worker_may_finish_its_longest_task():
    assert int(SERVICES["worker"]["stop_grace_period"].rstrip("s")) > longest_task()


def test_redis_hands_no_task_to_a_second_worker_while_it_runs():
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > longest_task()


def test_there_is_one_beat():
    assert SERVICES["beat"]["deploy"]["replicas"] == 1
    assert [name for name, service in SERVICES.items() if "beat" in service.get("command", [])] == ["beat"]


@pytest.mark.parametrize("name", ["postgres", "redis", "worker", "beat"])
def test_long_running_services_have_a_health_check(name):
    assert SERVICES[name]["healthcheck"]["test"]


def test_every_service_but_the_one_shot_starts_again():
    restarts = {name: service["restart"] for name, service in SERVICES.items()}
    assert restarts.pop("migrate") == "no"
    assert set(restarts.values()) == {"unless-stopped"}


def test_secrets_are_files_and_never_values():
    assert sorted(COMPOSE["secrets"]) == ["database_url", "postgres_password", "secret_key"]
    assert all(secret["file"].startswith("./secrets/") for secret in COMPOSE["secrets"].values())
    variables = {key for service in SERVICES.values() for key in service.get("environment", {})}
    assert variables.isdisjoint({"SECRET_KEY", "DATABASE_URL", "POSTGRES_PASSWORD"})


def test_secrets_stay_out_of_the_image_and_the_repository():
    assert (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()[1] == "*"
    assert "/secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_volumes_have_names():
    mounts = [mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])]
    assert set(mounts) == set(COMPOSE["volumes"])


def test_the_image_runs_as_nobody_in_particular():
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE) == ["10001"]
    assert "fonts-noto-cjk" in DOCKERFILE
