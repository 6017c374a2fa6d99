"""The text an applicant agrees to: every change is a new version, and the old ones stay."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from programs.domain.access_records import Action, record_access
from programs.domain.refusals import Refused
from programs.models import ConsentText, Municipality, User


@transaction.atomic
def write_consent(*, municipality: Municipality, body: str, by: User) -> ConsentText:
    """The next version of a town's text; from now on applicants agree to it. Raises Refused when nothing changed."""
    town = Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    newest = ConsentText.objects.newest(town)
    if newest and newest.body == body:
        raise Refused(_("The text is the same as version %(version)s.") % {"version": newest.version}, field="body")
    last = ConsentText.objects.filter(municipality=town).aggregate(last=Max("version"))["last"] or 0
    text = ConsentText.objects.create(municipality=town, version=last + 1, body=body, made_by=by)
    record_access(Action.CHANGED, text, user=by, municipality=town, detail=f"version {text.version}")
    return text
