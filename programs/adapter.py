import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from programs.domain.access_records import Action, record_access
from programs.models import Municipality
from programs.shared.client_address import client_address_of

NO_ADDRESS = "unknown"


class AccountAdapter(DefaultAccountAdapter):
    """Doors are opened by invitation only; who came in is written down."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Ask for the password again only when the sign-in itself is no longer recent."""
        asked = super().is_reauthentication_required(app=app, **kwargs)
        return asked and not self._has_just_signed_in()

    def _has_just_signed_in(self) -> bool:
        records = get_authentication_records(self.request, self.request.user)
        return any(time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address all of Hidane believes. Where there is none (a socket), tries are counted together."""
        return client_address_of(request.META, trusted_proxies=settings.TRUSTED_PROXIES) or NO_ADDRESS

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        towns = [] if user.is_superuser else Municipality.objects.visible_to(user)[:2]
        record_access(Action.SIGNED_IN, user, user=user, municipality=towns[0] if len(towns) == 1 else None)
        return response
