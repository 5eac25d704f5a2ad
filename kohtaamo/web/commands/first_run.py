from __future__ import annotations

from datetime import timedelta

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from kohtaamo.organisation.models import Organisation, User
from kohtaamo.organisation.queries import first_administrator
from kohtaamo.organisation.services import make_sign_in_link
from kohtaamo.web.demo.services import ensure_demo

from .setup import found_first_organisation

LINK_LIFE = timedelta(hours=12)


def prepare(*, demo: bool) -> User:
    """Make sure there is an organisation and somebody to rule it; returns her."""
    if demo:
        return make_demo()
    if not Organisation.objects.exists():
        found_first_organisation()
    administrator = first_administrator()
    if administrator is None:
        raise LookupError("no organisation has an administrator who can sign in")
    return administrator


def make_demo() -> User:
    """The bar goes when the demo stands; where it stands already, none is seen."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        transient=True,
    ) as bar:
        task = bar.add_task("Satama", total=1.0)
        return ensure_demo(
            tell=lambda share, text: bar.update(task, completed=share, description=f"Satama: {text}")
        )


def sign_in_path(user: User) -> str:
    return f"/sign-in/{make_sign_in_link(user, valid=LINK_LIFE)}/"
