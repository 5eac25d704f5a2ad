"""What a comment is about: words and phrases of a list, looked for clause by clause."""

from .finding import LANGUAGES, THEMES, Theme, index_of, themes_by, themes_in
from .index import RuleIndex
from .plain import PlainRuleError, read_plain, standard_rules
from .rules import Rule, RuleError, matches, preview, read_rules

__all__ = [
    "LANGUAGES",
    "THEMES",
    "PlainRuleError",
    "Rule",
    "RuleError",
    "RuleIndex",
    "Theme",
    "index_of",
    "matches",
    "preview",
    "read_plain",
    "read_rules",
    "standard_rules",
    "themes_by",
    "themes_in",
]
