"""The demo's accounts: one password for all, addresses under .example, which nobody can own."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from programs.models import User

PASSWORD = "hidane-demo"
_SALT = "onlyForTheDemoSaltOfAll"  # the same for all, so that the password is hashed once


@dataclass(frozen=True)
class Login:
    who: str
    email: str


ADMINISTRATOR = Login("システム管理者 / administrator", "admin@hidane.example")
LOGINS = (
    Login("ワーカー（日南市） / worker", "worker@nichinan.example"),
    Login("ワーカー（駒ヶ根市） / worker", "worker@komagane.example"),
    Login("ディレクター（日南市） / director", "director@nichinan.example"),
    Login("ディレクター（駒ヶ根市） / director", "director@komagane.example"),
    Login("ディレクター（ほむら町） / director", "director@homura.example"),
    Login("市の担当（日南市） / official", "official@nichinan.example"),
    Login("市の担当（駒ヶ根市） / official", "official@komagane.example"),
    ADMINISTRATOR,
)

_hashed: dict[str, str] = {}


def make_account(email: str, name: str, **fields) -> User:
    """A demo account with the demo's password."""
    if PASSWORD not in _hashed:
        _hashed[PASSWORD] = make_password(PASSWORD, salt=_SALT)
    return User.objects.create(email=email, display_name=name, password=_hashed[PASSWORD], **fields)


def make_administrator() -> User:
    return make_account(ADMINISTRATOR.email, "システム管理者", is_superuser=True)
