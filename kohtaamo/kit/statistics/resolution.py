"""First-contact resolution in its three meanings; never mix them, and never a survey's with a log's.

All are shares 0..1 of contacts with Wilson intervals. Source: row 14.
"""

from __future__ import annotations

from .estimate import Estimate
from .proportion import share


def resolved_gross(contacts: int, solved: int) -> Estimate:
    """Solved at the first contact, of all contacts.

    `ValueError` when it is not a share. Source: Medallia FAQ.
    """
    return share(solved, contacts)


def resolved_net(contacts: int, solved: int, *, not_solvable: int) -> Estimate:
    """Solved at the first contact, of those the first level is able to solve at all.

    `ValueError` when it is not a share. Source: Medallia FAQ.
    """
    if not_solvable < 0:
        raise ValueError("a count of contacts is never negative")
    return share(solved, contacts - not_solvable)


def resolved_silently(contacts: int, solved: int, *, returned: int) -> Estimate:
    """Solved, and nothing heard of the same issue within seven days, of all contacts.

    `returned` counts the solved ones that came back. `ValueError` when it is not a share.
    Source: Call Centre Helper (seven days).
    """
    if not 0 <= returned <= solved:
        raise ValueError(f"{returned} of {solved} solved contacts cannot have returned")
    return share(solved - returned, contacts)
