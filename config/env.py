"""Reading the environment strictly: a typo stops the start instead of meaning «no»."""

import re

import environ
from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


class SecretFiles(environ.fileaware_mapping.FileAwareMapping):
    """The environment, then `NAME_FILE`: without the newline an editor leaves at the end."""

    def __getitem__(self, key: str) -> str:
        try:
            return super().__getitem__(key).strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{key}_FILE cannot be read: {error}") from error


class Env(environ.Env):
    """django-environ that also reads `NAME_FILE`, with a boolean that refuses what it does not know."""

    ENVIRON = SecretFiles()

    def strict_bool(self, name: str, *, default: bool) -> bool:
        """The switch `name`; raises ImproperlyConfigured for anything but yes/no words."""
        raw = str(self.str(name, default="")).strip().lower()
        if not raw:
            return default
        if raw in _TRUE:
            return True
        if raw in _FALSE:
            return False
        raise ImproperlyConfigured(f"{name}={raw!r} is neither true nor false. Write {name}=true or {name}=false.")


def strong_secret(secret: str) -> str:
    """`secret`, or ImproperlyConfigured when it is missing, short, monotonous or a known sample."""
    if not secret:
        raise ImproperlyConfigured("SECRET_KEY is missing. Set SECRET_KEY (50 random characters) or SECRET_KEY_FILE.")
    sample = re.search(r"django-insecure|change-?me|secret-?key|example|password", secret, re.IGNORECASE)
    if len(secret) < 40 or len(set(secret)) < 12 or sample:
        raise ImproperlyConfigured("SECRET_KEY is too weak. Use at least 40 random characters.")
    return secret


def closed_hosts(hosts: list[str]) -> list[str]:
    """`hosts`, or ImproperlyConfigured when empty or with a wildcard: production names its addresses."""
    if not hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS is missing. Name the addresses, e.g. ALLOWED_HOSTS=hidane.example.jp")
    if any("*" in host or host.startswith(".") for host in hosts):
        raise ImproperlyConfigured("ALLOWED_HOSTS must not hold a wildcard. Name every address.")
    return hosts


def public_url(hosts: list[str], *, https: bool, port: bool) -> str:
    """Where people find this installation: the first of its addresses, with the demo's `port` on this machine."""
    return f"{'https' if https else 'http'}://{hosts[0] if hosts else 'localhost'}{':8000' if port else ''}"
