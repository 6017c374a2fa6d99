"""Who may stand on which page: each decorator hands the view its starting object or answers 404."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from programs.models import Program, User

View = Callable[..., HttpResponse]


def _gives_program(guard: str, programs: Callable[[User], QuerySet[Program]]) -> Callable[[View], View]:
    """A decorator called `guard`: whoever finds the program of the address among `programs(user)` is let in."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, *args, **kwargs) -> HttpResponse:
            theirs = programs(request.user).with_rights_of(request.user).select_related("municipality")
            program = get_object_or_404(theirs, slug=slug)
            request.user.is_official = program.by_official  # the menu of the page need not ask again
            return view(request, program, *args, **kwargs)

        guarded.guard = guard
        return guarded

    return decorate


# For everybody who works for the program (director, viewer, the town's official).
program_page = _gives_program("program_page", Program.objects.visible_to)
# For directors of the program and officials of its town, not for viewers.
director_page = _gives_program("director_page", Program.objects.directed_by)
# For officials of the program's town.
official_page = _gives_program("official_page", Program.objects.run_by)


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
