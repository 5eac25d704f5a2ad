"""How people meet a survey by themselves: links, codes on paper, widgets on web pages."""

from __future__ import annotations

from .counting import Came, answers_by_way
from .links import (
    change_link,
    close_link,
    facts_of,
    link_of,
    link_of_short_address,
    link_of_uid,
    make_link,
    new_uid,
    reopen_link,
)
from .poster import Paper, Poster, as_pdf, code_png, code_svg
from .rules import Rules, in_words
from .widgets import (
    UnfitSiteError,
    change_widget,
    make_widget,
    mark_of,
    script_of,
    site_of,
    sites_of,
    widget_of,
)

__all__ = [
    "Came",
    "Paper",
    "Poster",
    "Rules",
    "UnfitSiteError",
    "answers_by_way",
    "as_pdf",
    "change_link",
    "change_widget",
    "close_link",
    "code_png",
    "code_svg",
    "facts_of",
    "in_words",
    "link_of",
    "link_of_short_address",
    "link_of_uid",
    "make_link",
    "make_widget",
    "mark_of",
    "new_uid",
    "reopen_link",
    "script_of",
    "site_of",
    "sites_of",
    "widget_of",
]
