"""Every note our code writes into the access record, as a pattern, and what it says in words."""

import re

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What a group stands for: the model and column whose choices have its words.
CHOICES = {
    "answer": ("workers.IncomeMonth", "answer"),
    "channel": ("workers.Application", "channel"),
    "reason": ("workers.Enrollment", "leaving_reason"),
    "state": ("workers.Application", "state"),
    "step": ("workers.FunnelStep", "step"),
    "supporter": ("workers.Supporter", "role"),
}
WORDS = {
    "after": pgettext_lazy("funnel", "all steps"),
    "reached": pgettext_lazy("funnel", "reached"),
    "waiting": pgettext_lazy("funnel", "on the way"),
    "lost": pgettext_lazy("funnel", "left before"),
    "up": pgettext_lazy("order", "up"),
    "down": pgettext_lazy("order", "down"),
    "403": _("no right to it"),
    "404": _("not there for this person"),
    "GET": pgettext_lazy("access", "to look"),
    "HEAD": pgettext_lazy("access", "to look"),
    "POST": pgettext_lazy("access", "to change"),
}
NOTES = tuple(
    (re.compile(pattern, re.DOTALL), said)
    for pattern, said in (
        (r"(?P<n>\d+) rows", _("%(n)s rows")),
        (r"(?P<n>\d+) rows \((?P<narrowed>.+)\)", _("%(n)s rows, narrowed by %(narrowed)s")),
        (r"(?P<n>\d+) pairs", _("%(n)s pairs")),
        (r"(?P<n>\d+) retried", _("%(n)s tried again")),
        (r"file of (?P<n>\d+) rows", _("file of %(n)s rows")),
        (r"written: (?P<n>\d+) rows", _("written into the list: %(n)s rows")),
        (r"merged (?P<pk>\d+)", _("joined with record no. %(pk)s")),
        (r"cohort (?P<pk>\d+) people", _("people of the cohort with record no. %(pk)s")),
        (r"cohort (?P<pk>\d+) months", _("months of the cohort with record no. %(pk)s")),
        (r"(?P<month>\d{4}-\d{2})", "%(month)s"),
        (r"(?P<month>\d{4}-\d{2}) (?P<answer>[a-z_]+)", pgettext_lazy("access", "%(month)s: %(answer)s")),
        (r"version (?P<n>\d+)", _("version %(n)s")),
        (r"survey (?P<pk>\d+)", _("survey no. %(pk)s")),
        (r"skills", pgettext_lazy("access", "skills")),
        (r"journey", pgettext_lazy("access", "the way so far")),
        (r"messages", pgettext_lazy("access", "messages")),
        (r"support log", pgettext_lazy("access", "support log")),
        (
            r"support effect (?P<month>\d{4}-\d{2}), (?P<n>\d+) rows",
            _("support and what it led to, %(month)s, %(n)s people"),
        ),
        (
            r"funnel (?P<step>[a-z_]+) (?P<word>reached|waiting|lost)",
            pgettext_lazy("funnel", "people of a step: %(step)s, %(word)s"),
        ),
        (
            r"funnel (?P<step>[a-z_]+) (?P<word>lost) (?P<reason>[a-z_]+)",
            pgettext_lazy("funnel", "people of a step: %(step)s, %(word)s (%(reason)s)"),
        ),
        (
            r"(?P<word>403|404) (?P<method>[A-Z]+) (?P<pk>\d+)",
            _("wanted %(method)s, record no. %(pk)s: %(word)s"),
        ),
        (r"(?P<word>403|404) (?P<method>[A-Z]+)", _("wanted %(method)s: %(word)s")),
        # Invitations and calls for applicants
        (r"made", pgettext_lazy("access", "made")),
        (r"made: (?P<role>[a-z]+)", _("made for: %(role)s")),
        (r"reissued: (?P<role>[a-z]+)", _("printed anew for: %(role)s")),
        (r"joined: (?P<role>[a-z]+)", _("accepted as: %(role)s")),
        (r"withdrawn", pgettext_lazy("access", "withdrawn")),
        (r"published", pgettext_lazy("access", "published")),
        (r"ended early", pgettext_lazy("access", "ended early")),
        (r"call (?P<pk>\d+)", _("call no. %(pk)s")),
        (r"call (?P<pk>\d+) applications", _("applications of call no. %(pk)s")),
        (
            r"call (?P<pk>\d+) applications, (?:short_hours_reason|sensitive): (?P<why>.*)",
            _("applications of call no. %(pk)s with sensitive columns, because: %(why)s"),
        ),
        (r"(?P<n>\d+) carried from call (?P<pk>\d+)", _("%(n)s carried over from call no. %(pk)s")),
        (r"assessment", pgettext_lazy("access", "assessment")),
        (r"decline taken back", _("decline taken back")),
        (r"waiting list: (?P<word>up|down)", _("waiting list: moved %(word)s")),
        (r"new secret", _("new secret given")),
        (r"entered: (?P<channel>[a-z]+)", _("entered by staff: %(channel)s")),
        # One person
        (r"earning (?P<pk>\d+) verified", _("income no. %(pk)s checked")),
        (r"contact (?P<pk>\d+) logged", _("contact no. %(pk)s written down")),
        (r"contact (?P<pk>\d+) corrected", _("contact no. %(pk)s corrected")),
        (r"contact (?P<pk>\d+) removed", _("contact no. %(pk)s removed")),
        (r"follow-up (?P<pk>\d+) added", _("follow-up no. %(pk)s added")),
        (r"follow-up (?P<pk>\d+) changed", _("follow-up no. %(pk)s changed")),
        (r"follow-up (?P<pk>\d+) done", _("follow-up no. %(pk)s done")),
        (r"follow-up (?P<pk>\d+) not done", _("follow-up no. %(pk)s open again")),
        (r"supporter (?P<pk>\d+) appointed", _("supporter no. %(pk)s appointed")),
        (r"supporter (?P<pk>\d+) ended", _("supporter no. %(pk)s ended")),
        (
            r"(?P<n>\d+) appointed: user (?P<pk>\d+) as (?P<supporter>[a-z]+)",
            _("account no. %(pk)s appointed for %(n)s people as: %(supporter)s"),
        ),
        (r"own year (?P<year>\d{4}) (?P<kind>pdf|xlsx)", _("their own calendar year %(year)s as a file (%(kind)s)")),
        (r"own plan", pgettext_lazy("access", "own plan")),
        (r"ramp copied to (?P<n>\d+) months", _("targets copied to %(n)s months")),
        (r"wish (?P<pk>\d+) agreed", _("wish no. %(pk)s agreed to")),
        (r"wish (?P<pk>\d+) declined", _("wish no. %(pk)s declined")),
        (r"break begun", _("break begun")),
        (r"break ended", _("break ended")),
        (r"left", pgettext_lazy("access", "participation ended")),
        (r"leaving corrected", _("leaving corrected")),
        (r"stage added", _("stage added")),
        (r"stage (?P<pk>\d+) corrected", _("stage no. %(pk)s corrected")),
        (r"step added", _("step added")),
        (r"outcome added", _("success added")),
        (r"(?P<model>[a-z]+) (?P<pk>\d+) removed", _("%(model)s no. %(pk)s removed")),
        (r"own data", pgettext_lazy("access", "everything about oneself")),
        (r"erasure", pgettext_lazy("access", "request for erasure")),
        (r"erasure asked", _("asked to be made nameless")),
        (r"erasure withdrawn", _("took the request to be made nameless back")),
        (r"erased", pgettext_lazy("access", "made nameless")),
        (r"link by mail", _("link sent by mail")),
        (r"link on paper", _("link printed on paper")),
        (r"answered by link", _("answered by link")),
        (r"state (?P<pk>\d+) noted", _("later state no. %(pk)s written down")),
        (r"(?P<state>applied|screening|interview|selected|waiting|declined)", "%(state)s"),
    )
)
