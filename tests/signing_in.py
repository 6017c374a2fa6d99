"""Signing people in, long ago or a moment ago: reopening and exports ask for the password again."""

import time

from django.test import Client

from programs.models import User


def with_old_password(client: Client, user: User) -> None:
    """Signed in long ago."""
    user.set_password("a long word of one's own")
    user.save()
    client.force_login(user)


def with_fresh_password(client: Client, user: User) -> None:
    """Signed in as if the password had just been typed."""
    with_old_password(client, user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
