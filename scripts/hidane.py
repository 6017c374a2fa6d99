"""From a bare machine to a running Hidane: `python3 scripts/hidane.py demo` (or setup, test).

Only the standard library, and only what old Pythons can still read: the first thing it may have to say is
«your Python is too old», and it must be able to say so.
"""

import hashlib
import os
import shutil
import socket
import subprocess
import sys

NEEDED = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "Scripts", "python.exe") if os.name == "nt" else os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "hidane-installed")

# What `.env` may say of a real town must not reach the demo or the tests.
AS_SHIPPED = {
    "DEBUG": "",
    "HTTPS": "",
    "SECOND_FACTOR_REQUIRED": "",
    "TRUSTED_PROXIES": "0",
    "ALLOWED_HOSTS": "127.0.0.1,localhost,[::1]",
    "EMAIL_URL": "consolemail://",
    "REDIS_URL": "",
    "DATABASE_URL": "sqlite:///" + os.path.join(ROOT, "db.sqlite3"),
}


def stop(japanese, english):
    sys.stdout.flush()
    sys.stderr.write(f"\n{japanese}\n{english}\n")
    sys.exit(1)


def say(text):
    print(text, flush=True)


def run(*command, **options):
    """Run one step in the checkout; its failure is ours."""
    answer = subprocess.call(command, cwd=ROOT, **options)
    if answer:
        sys.exit(answer)


def is_new_enough(python):
    code = f"import sys; sys.exit(sys.version_info < {NEEDED})"
    with open(os.devnull, "w") as nowhere:
        try:
            return subprocess.call([python, "-c", code], stdout=nowhere, stderr=nowhere) == 0
        except OSError:
            return False


def use_a_new_python():
    """Go on under Python 3.11 or newer when there is one under another name; stop with a sentence when not."""
    if sys.version_info >= NEEDED:
        return
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        found = shutil.which(name)
        if found and is_new_enough(found):
            os.execv(found, [found, *sys.argv])
    have = "{}.{}".format(*sys.version_info[:2])
    stop(
        f"Python 3.11 以降が必要です（いまは {have} です）。新しい Python を入れて、もう一度お試しください。",
        f"Hidane needs Python 3.11 or newer; this one is {have}. Install a newer Python and try again.",
    )


def free_port():
    """The port of the demo, known to be free; stops with a sentence when it is not."""
    text = os.environ.get("PORT") or "8000"
    if not (text.isdigit() and 0 < int(text) < 65536):
        stop(
            f"PORT={text} はポート番号ではありません。例: make demo PORT=8001",
            f"PORT={text} is not a port number. Try: make demo PORT=8001",
        )
    probe = socket.socket()
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(text)))
    except OSError as error:
        stop(
            f"ポート {text} は使えません（{error.strerror}）。別の番号でお試しください: make demo PORT=8001",
            f"Port {text} cannot be used ({error.strerror}). Try another one: make demo PORT=8001",
        )
    finally:
        probe.close()
    return text


def wanted(extras):
    """What an environment with these extras is made of, as a fingerprint."""
    known = hashlib.sha256()
    for name in ("pyproject.toml", "requirements.lock"):
        with open(os.path.join(ROOT, name), "rb") as file:
            known.update(file.read())
    return f"{known.hexdigest()} {extras}".strip()


def make_environment():
    """An empty `.venv` of a new enough Python with pip; a broken or old one is made afresh."""
    if is_new_enough(PYTHON) and subprocess.call([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL) == 0:
        return
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop(
            "Python の venv モジュールがありません。Debian・Ubuntu では「apt install python3-venv」で入ります。",
            "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv",
        )
    say("環境を作っています / creating .venv")
    run(sys.executable, "-m", "venv", "--clear", VENV)


def installed():
    try:
        with open(STAMP) as file:
            return file.read()
    except OSError:
        return ""


def setup(extras):
    """`.venv` with the locked packages; nothing to do when it already has them."""
    make_environment()
    if installed() in (wanted(extras), wanted("dev")):
        return
    say("ライブラリを入れています（数分かかることがあります） / installing the locked packages, a few minutes at most")
    target = "." + (f"[{extras}]" if extras else "")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call([*pip, "-c", "requirements.lock", target], cwd=ROOT):
        stop(
            "ライブラリを入れられませんでした。ネットワークをご確認のうえ、もう一度お試しください（理由は上の行にあります）。",
            "The packages could not be installed. Check the network and try again (the reason stands above).",
        )
    with open(STAMP, "w") as file:
        file.write(wanted(extras))


def demo():
    port = free_port()
    setup("")
    os.environ.update(AS_SHIPPED, DJANGO_RUNSERVER_HIDE_WARNING="true")
    say("デモの町を用意しています / preparing the demo towns")
    run(PYTHON, "manage.py", "migrate", "--verbosity", "0")
    run(PYTHON, "manage.py", "createcachetable", "--verbosity", "0")
    run(PYTHON, "manage.py", "load_demo")
    say(f"\n  Hidane  http://127.0.0.1:{port}/  （終了は Ctrl-C / Ctrl-C to stop）\n")
    serve = [PYTHON, "manage.py", "runserver", "--noreload", "--verbosity", "0", f"127.0.0.1:{port}"]
    os.chdir(ROOT)
    try:
        sys.exit(subprocess.call(serve) if os.name == "nt" else os.execv(PYTHON, serve))
    except KeyboardInterrupt:
        sys.exit(0)


def test():
    """All tests; what the shell's environment says (a PostgreSQL, a Redis) counts, what `.env` says does not."""
    setup("dev")
    for name, value in AS_SHIPPED.items():
        os.environ.setdefault(name, value)
    run(PYTHON, "-m", "pytest", *sys.argv[2:])


def main():
    use_a_new_python()
    commands = {"demo": demo, "setup": lambda: setup("dev"), "test": test}
    command = sys.argv[1] if len(sys.argv) > 1 else "demo"
    if command not in commands:
        stop("使い方: python3 scripts/hidane.py demo|setup|test", "Usage: python3 scripts/hidane.py demo|setup|test")
    os.chdir(ROOT)
    commands[command]()


if __name__ == "__main__":
    main()
