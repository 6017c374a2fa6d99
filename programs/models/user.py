from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, *, display_name: str = "", **fields) -> "User":
        user = self.model(email=email.strip().lower(), display_name=display_name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, *, display_name: str = "", **fields) -> "User":
        return self.create_user(email, password, display_name=display_name or email, is_superuser=True, **fields)


class User(AbstractBaseUser):
    """Somebody who signs in. What they may do follows from dated memberships and enrollments, not from flags."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    display_name = models.CharField(_("display name"), max_length=100)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_superuser = models.BooleanField(_("system administrator"), default=False)
    date_joined = models.DateTimeField(_("registered at"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_email",
                violation_error_message=_("This e-mail address is already registered."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @cached_property
    def is_official(self) -> bool:
        return self.memberships.active().filter(role="official").exists()

    @cached_property
    def is_director(self) -> bool:
        return self.memberships.active().filter(role="director").exists()

    @property
    def is_staff(self) -> bool:
        """May enter the admin: city officials, and system administrators who are no town's staff."""
        return self.is_active and (self.is_superuser or self.is_official)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and self.is_superuser

    def has_perms(self, perms: list[str], obj: object = None) -> bool:
        return self.is_active and self.is_superuser

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff
