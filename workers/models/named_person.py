from programs.shared.search_key import search_key

NAMES = {"family_name", "given_name", "family_name_kana", "given_name_kana"}
SEARCH_LENGTH = 600


class NamedPerson:
    """Somebody with a name and its reading, kept exactly as written; `search` is a folded copy for finding it."""

    @property
    def full_name(self) -> str:
        return f"{self.family_name} {self.given_name}".strip()

    @property
    def full_kana(self) -> str:
        return f"{self.family_name_kana} {self.given_name_kana}".strip()

    @property
    def searched(self) -> str:
        """What somebody may type to find this person."""
        return f"{self.full_name} {self.full_kana}"

    def save(self, *args, **kwargs) -> None:
        # One character may fold to eighteen (U+FDFA): a name of a hundred of them still finds room.
        self.search = search_key(self.searched)[:SEARCH_LENGTH]
        names = kwargs.get("update_fields")
        if names is not None and NAMES & set(names):
            kwargs["update_fields"] = {*names, "search"}
        super().save(*args, **kwargs)
