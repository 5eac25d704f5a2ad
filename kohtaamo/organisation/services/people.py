from __future__ import annotations

from django.db import transaction

from kohtaamo.organisation.models import Member, User


@transaction.atomic
def change_person(*, user: User, member: Member | None, name: str, language: str, theme: str) -> User:
    """A person's own choices; her name here changes with her."""
    user.name, user.language, user.theme = name, language, theme
    user.save(update_fields=["name", "language", "theme"])
    if member is not None:
        member.name = name
        member.save(update_fields=["name"])
    return user


def prefer(*, user: User, language: str | None = None, theme: str | None = None) -> User:
    """Keep what she chose on one device for the others. `ValueError` for a theme not ours."""
    if theme is not None and theme not in User.Theme.values:
        raise ValueError(f"no theme {theme!r}")
    user.language = user.language if language is None else language
    user.theme = user.theme if theme is None else theme
    user.save(update_fields=["language", "theme"])
    return user
