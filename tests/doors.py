"""Signing in, as tests want it."""

import time

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client


def prove(client: Client) -> Client:
    """As if this browser's password had been typed just now: what is guarded by a fresh one opens."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session.save()
    return client
