"""A form that makes something once, however often it is sent."""

from django import forms

from programs.domain.once import new_token
from programs.fields import OnceField


class OnceForm(forms.Form):
    once = OnceField()

    def renew_once(self) -> None:
        """Give the next sending a token of its own."""
        self.data = self.data.copy()
        self.data["once"] = new_token()
