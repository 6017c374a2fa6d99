"""The first command a stranger types: whatever is missing, one clear sentence in Japanese and in English."""

import os
import socket
import subprocess
import sys

import pytest

from scripts import hidane
from tests.tree import ROOT


def demo(**variables: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "scripts/hidane.py", "demo"]
    environment = os.environ | variables
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_a_taken_port_is_one_sentence_before_any_work():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        answer = demo(PORT=port)
    assert (answer.returncode, answer.stdout) == (1, "")
    japanese, english = answer.stderr.strip().splitlines()
    assert japanese.startswith(f"ポート {port} は使えません")
    assert english.startswith(f"Port {port} cannot be used")
    assert english.endswith("Try another one: make demo PORT=8001")


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_one_sentence(port):
    answer = demo(PORT=port)
    assert answer.returncode == 1
    assert answer.stderr.strip().splitlines()[1] == f"PORT={port} is not a port number. Try: make demo PORT=8001"


def test_an_old_python_is_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(hidane.sys, "version_info", (3, 10, 13))
    monkeypatch.setattr(hidane.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match="1"):
        hidane.use_a_new_python()
    japanese, english = capsys.readouterr().err.strip().splitlines()
    assert japanese.startswith("Python 3.11 以降が必要です（いまは 3.10 です）")
    assert english.startswith("Hidane needs Python 3.11 or newer; this one is 3.10.")


def test_an_old_python_hands_over_to_a_new_one(monkeypatch):
    started = []
    monkeypatch.setattr(hidane.sys, "version_info", (3, 10, 13))
    monkeypatch.setattr(hidane.shutil, "which", lambda name: "/new/python3.12" if name == "python3.12" else None)
    monkeypatch.setattr(hidane, "is_new_enough", lambda python: True)
    monkeypatch.setattr(hidane.os, "execv", lambda *command: started.append(command) or sys.exit(0))
    with pytest.raises(SystemExit, match="0"):
        hidane.use_a_new_python()
    assert started == [("/new/python3.12", ["/new/python3.12", *sys.argv])]


def test_a_missing_venv_module_is_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(hidane, "is_new_enough", lambda python: False)
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit, match="1"):
        hidane.make_environment()
    japanese, english = capsys.readouterr().err.strip().splitlines()
    assert japanese.startswith("Python の venv モジュールがありません。")
    assert english == "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv"


def test_a_second_setup_installs_nothing(monkeypatch, tmp_path):
    stamp = tmp_path / "stamp"
    stamp.write_text(hidane.wanted("dev"))
    monkeypatch.setattr(hidane, "STAMP", str(stamp))
    monkeypatch.setattr(hidane, "make_environment", lambda: None)
    monkeypatch.setattr(hidane.subprocess, "call", lambda *command, **options: pytest.fail("it installs again"))
    hidane.setup("")
    hidane.setup("dev")


def test_the_demo_never_touches_a_towns_database():
    assert hidane.AS_SHIPPED["DATABASE_URL"] == f"sqlite:///{ROOT}/db.sqlite3"
    assert (hidane.AS_SHIPPED["DEBUG"], hidane.AS_SHIPPED["REDIS_URL"]) == ("", "")
