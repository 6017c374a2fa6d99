"""The staff's own admin: its doors lead to allauth, its menu is ours, a model nobody scoped does not exist in it."""

from collections.abc import Callable

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from programs.admin.scope import ScopeMixin, towns_of
from programs.domain.cohort_names import cohort_namer
from programs.models import Cohort, Program

MENU = (
    (
        _("Participants"),
        ("workers.enrollment", "workers.worker", "workers.incomemonth", "workers.earning", "workers.monthclosing"),
    ),
    (
        _("Recruiting"),
        ("programs.call", "workers.application", "programs.consenttext", "workers.peopleimport"),
    ),
    (
        _("Courses and surveys"),
        ("programs.course", "programs.coursesession", "workers.attendance", "programs.survey", "programs.skill"),
    ),
    (
        _("Support"),
        (
            "workers.contact",
            "workers.supporter",
            "workers.followup",
            "workers.outcome",
            "workers.laterstate",
            "programs.announcement",
        ),
    ),
    (
        _("Programs and cohorts"),
        (
            "programs.municipality",
            "programs.operator",
            "programs.program",
            "programs.cohort",
            "programs.programphase",
            "programs.partner",
            "programs.funding",
            "programs.ramptemplate",
        ),
    ),
    (_("Rates and lines"), ("workers.platformfeerule", "workers.incomethreshold", "workers.minimumwage")),
    (_("People in charge"), ("programs.membership", "programs.invitation", "programs.user")),
    (_("Records"), ("reports.cohortmonth", "programs.accessrecord", "programs.outgoingmail", "reports.sweep")),
)
REMOVED = {"view_on_site"}  # it leads to any object of any model


class HidaneAdminSite(AdminSite):
    site_title = _("Administration")
    site_header = _("Administration")
    index_title = _("Administration")
    site_url = "/"
    enable_nav_sidebar = True
    empty_value_display = "—"

    # What the first page shows; given by the floor that can add up (reports.admin).
    glance: Callable[[HttpRequest], dict] | None = None

    def register(self, model_or_iterable, admin_class=None, **options) -> None:
        if admin_class is None or not issubclass(admin_class, ScopeMixin):
            raise ImproperlyConfigured(f"{model_or_iterable} must be registered with a ScopedAdmin.")
        super().register(model_or_iterable, admin_class, **options)

    def narrow(self, queryset: QuerySet, request: HttpRequest) -> QuerySet:
        """The part of `queryset` that the staff member may see; nothing of a model without an admin."""
        model_admin: ModelAdmin | None = self._registry.get(queryset.model)
        return model_admin.scoped(queryset, request) if model_admin else queryset.none()

    def cohort_name(self, request: HttpRequest) -> Callable[[Cohort], str]:
        """How cohorts are called for this staff member; asked once for each page."""
        if not hasattr(request, "cohort_name"):
            request.cohort_name = cohort_namer(self.narrow(Program.objects.order_by(), request))
        return request.cohort_name

    def sees(self, request: HttpRequest, model: type[Model], pk: object) -> bool:
        try:
            return self.narrow(model._default_manager.all(), request).filter(pk=pk).exists()
        except (TypeError, ValueError, OverflowError):
            return False

    def get_urls(self) -> list:
        autodiscover_modules("admin", register_to=self)
        return [url for url in super().get_urls() if getattr(url, "name", None) not in REMOVED]

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_authenticated and request.user.is_staff)

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return inner(request, *args, **kwargs)

        guarded.guard = "admin_page"
        return guarded

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return redirect_to_login(request.GET.get("next", reverse("admin:index")), reverse("account_login"))

    def logout(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return redirect("admin:index")

    def app_index(self, request: HttpRequest, app_label: str, extra_context=None) -> HttpResponse:
        return redirect("admin:index")

    def index(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return super().index(request, (self.glance(request) if self.glance else {}) | (extra_context or {}))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        places = {
            f"{app['app_label']}.{model['object_name'].lower()}": model
            for app in self._build_app_dict(request).values()
            for model in app["models"]
        }
        groups = []
        for name, labels in MENU:
            models = [places[label] | {"name": self._menu_name(places[label])} for label in labels if label in places]
            if models:
                groups.append({"name": name, "app_label": labels[0].split(".")[0], "app_url": "", "models": models})
        return groups

    def _menu_name(self, place: dict) -> str:
        return getattr(self._registry[place["model"]], "menu_name", None) or place["name"]

    def each_context(self, request: HttpRequest) -> dict:
        context = super().each_context(request) if self.has_permission(request) else {}
        return context | {"town_names": self._town_names(request), "is_popup": False}

    def _town_names(self, request: HttpRequest) -> str:
        if not self.has_permission(request):
            return ""
        if request.user.is_superuser:
            return str(_("All towns"))
        return "・".join(f"{town.prefecture} {town.name}" for town in towns_of(request.user))


site = HidaneAdminSite()
