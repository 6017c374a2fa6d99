"""A test that needs what is not there: skipped with the reason on a machine of ours, failed on CI."""

import os
import subprocess
import sys

import pytest

from tests.tree import ROOT

SAMPLE = """
import pytest

def test_by_itself():
    pytest.skip("not today")

@pytest.mark.services
def test_with_services():
    pass

@pytest.mark.xfail(strict=True)
def test_known_to_fail():
    raise AssertionError
"""


@pytest.fixture
def sample(tmp_path):
    file = tmp_path / "test_sample.py"
    file.write_text(SAMPLE, encoding="utf-8")
    return file


def last_lines(file, **variables: str) -> list[str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"CI", "DATABASE_URL", "PYTEST_ADDOPTS"}}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.ci_skips", "-c", "pyproject.toml", str(file)]
    answer = subprocess.run(command, cwd=ROOT, env=kept | variables, capture_output=True, text=True, check=False)
    return [f"exit {answer.returncode}", *answer.stdout.splitlines()]


def test_every_run_has_the_plugin(pytestconfig):
    assert pytestconfig.pluginmanager.hasplugin("tests.ci_skips")


def test_a_missing_service_skips_with_its_reason(sample):
    lines = last_lines(sample)
    assert lines[0] == "exit 0"
    assert any("needs PostgreSQL: set DATABASE_URL=postgres://..." in line for line in lines)
    assert lines[-1].startswith("2 skipped, 1 xfailed")


def test_on_ci_a_skip_is_a_failure(sample):
    lines = last_lines(sample, CI="true")
    assert lines[0] == "exit 1"
    assert any("on CI nothing may be: Skipped: not today" in line for line in lines)
    assert lines[-1].startswith("1 failed, 1 xfailed, 1 error")
