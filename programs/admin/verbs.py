"""Pages for verbs: what will happen is said first, the rules are asked, and pressing twice does it once."""

from collections.abc import Callable
from dataclasses import dataclass, field

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django import forms
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from programs.domain.once import new_token, only_once
from programs.domain.refusals import Refused
from programs.fields import JapaneseDateField


class PlainForm(forms.Form):
    """A verb that asks nothing."""


@dataclass(frozen=True, kw_only=True)
class Verb:
    """`work` gets the cleaned data; `then` says what pressing does; `facts` are (label, text) shown before the form."""

    title: object
    press: object
    then: object
    work: Callable[[dict], object]
    said: object
    back: str
    form: type[forms.Form] = PlainForm
    initial: dict = field(default_factory=dict)
    facts: list[tuple[object, object]] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    people_title: object = ""
    danger: bool = False
    off: object = ""  # why it cannot be pressed
    seen: str = ""  # digest of what the page shows; the form brings it back as `seen`
    step_up: bool = False  # whoever presses proves once more who they are, as on the pages outside the admin


class VerbMixin:
    """For admins with pages such as <pk>/leave/: `return self.verb_page(request, obj, Verb(...))`."""

    def verb_view(self, build: Callable[[HttpRequest, Model], Verb]) -> Callable[..., HttpResponse]:
        """The page of one verb for one object in scope."""

        def view(request: HttpRequest, pk: int) -> HttpResponse:
            obj = self.get_object(request, str(pk))
            if obj is None or not self.has_view_permission(request, obj):
                raise Http404
            return self.verb_page(request, obj, build(request, obj))

        return view

    def verb_page(self, request: HttpRequest, obj: Model, verb: Verb) -> HttpResponse:
        sent = request.method == "POST" and not verb.off
        if sent and verb.step_up:
            raise_if_reauthentication_required(request, app="")
        form = verb.form(request.POST if sent else None, initial=verb.initial)
        for one in form.fields.values():
            if isinstance(one, JapaneseDateField):
                one.widget.format = "%Y/%m/%d"  # as everywhere in the administration
        token = request.POST.get("once") or new_token()
        if sent and form.is_valid():
            try:
                self._do_once(request, obj, verb, form, token)
            except Refused as refused:
                said = refused.for_staff or refused.sentence
                form.add_error(refused.field if refused.field in form.fields else None, said)
            else:
                self.message_user(request, verb.said)
                return redirect(verb.back)
        context = {
            **self.admin_site.each_context(request),
            "title": verb.title,
            "verb": verb,
            "form": form,
            "once": token,
            "object": obj,
            "crumbs": self.crumbs(verb.title, obj),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/verb.html", context)

    def _do_once(self, request: HttpRequest, obj: Model, verb: Verb, form: forms.Form, token: str) -> None:
        with transaction.atomic():
            only_once(
                token,
                user=request.user,
                content=form.cleaned_data,
                work=lambda: _done(verb.work(form.cleaned_data)),
                purpose=f"{request.path}",
            )


def _done(_made: object) -> str:
    """A verb leads back to its page, whatever it made: nothing to remember of it."""
    return ""
