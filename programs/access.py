"""Who may stand on which page: each decorator hands the view its starting object or answers 404."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from programs.models import Program, User

View = Callable[..., HttpResponse]


def program_page(view: View) -> View:
    """For everybody who works for the program (director, viewer, the town's official): gives the program."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, slug: str, *args, **kwargs) -> HttpResponse:
        program = get_object_or_404(Program.objects.visible_to(request.user).select_related("municipality"), slug=slug)
        return view(request, program, *args, **kwargs)

    guarded.guard = "program_page"
    return guarded


def director_page(view: View) -> View:
    """For directors of the program and officials of its town, not for viewers: gives the program."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, slug: str, *args, **kwargs) -> HttpResponse:
        program = get_object_or_404(Program.objects.directed_by(request.user).select_related("municipality"), slug=slug)
        return view(request, program, *args, **kwargs)

    guarded.guard = "director_page"
    return guarded


def official_page(view: View) -> View:
    """For officials of the program's town: gives the program."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, slug: str, *args, **kwargs) -> HttpResponse:
        program = get_object_or_404(Program.objects.run_by(request.user).select_related("municipality"), slug=slug)
        return view(request, program, *args, **kwargs)

    guarded.guard = "official_page"
    return guarded


def administrator_page(view: View) -> View:
    """For system administrators."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_superuser:
            raise Http404
        return view(request, *args, **kwargs)

    guarded.guard = "administrator_page"
    return guarded


def account_page(view: View) -> View:
    """For everybody who is signed in: gives nothing but the request, because it concerns one's own account only."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return view(request, *args, **kwargs)

    guarded.guard = "account_page"
    return guarded


def public_page(view: View) -> View:
    """For everybody, signed in or not. Says so aloud, because every page must name its guard."""
    view.login_required = False
    view.guard = "public_page"
    return view


def must_have_second_factor(user: User) -> bool:
    """Who sees other people's data: system administrators, and everybody with a role in force today."""
    return user.is_superuser or user.memberships.active().exists()
