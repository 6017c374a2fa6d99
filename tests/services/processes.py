"""Real processes for the tests of faults: a Redis of their own, a Celery worker, beat, and a person who records."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connections


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until(fact: Callable[[], bool], *, seconds: float = 30) -> None:
    """Wait for `fact` to become true; AssertionError when it does not."""
    end = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < end, f"{fact.__name__} did not happen within {seconds} s"
        time.sleep(0.02)


class Redis:
    """A broker without persistence on a port of its own, to be stopped, frozen and started again."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> "Redis":
        command = [shutil.which("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1"]
        self.process = subprocess.Popen(
            [*command, "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_until(self.answers)
        return self

    def answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=0.2).close()
        except OSError:
            return False
        return True

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


class House:
    """The test's database and one Redis, and the processes that use them."""

    def __init__(self, redis: Redis, folder: Path) -> None:
        database = connections["default"].settings_dict
        login = f"{database['USER']}:{database['PASSWORD']}" if database["PASSWORD"] else database["USER"]
        self.redis = redis
        self.folder = folder
        self.environment = os.environ | {
            "DATABASE_URL": f"postgres://{login}@{database['HOST']}:{database['PORT']}/{database['NAME']}",
            "REDIS_URL": redis.url,
            "ROLL_UP_SECONDS": "1",
            "BEAT_SCHEDULE": str(folder / "beat"),
        }
        self.running: list[subprocess.Popen] = []

    def _run(self, *arguments: str) -> subprocess.Popen:
        with (self.folder / f"process-{len(self.running)}.log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def worker(self) -> subprocess.Popen:
        return self._run("celery", "-A", "config", "worker", "--concurrency=1", "--without-mingle", "--loglevel=INFO")

    def beat(self) -> subprocess.Popen:
        return self._run("celery", "-A", "config", "beat", "--pidfile=", "--loglevel=INFO")

    def record(self, enrollment: int, times: int) -> list[float]:
        """Record so many earnings in another process; how many seconds each took, news and all."""
        run = subprocess.run(
            [sys.executable, "-m", "tests.services.record", str(enrollment), str(times)],
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
        assert run.returncode == 0, run.stderr[-3000:]
        return [float(line) for line in run.stdout.split()]

    @staticmethod
    def kill(process: subprocess.Popen) -> None:
        """As the machine does when memory runs out: the parent and its children, at once, without a word."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        for process in self.running:
            if process.poll() is None:
                self.kill(process)
