"""What a comment is about: words and phrases of a list, looked for clause by clause."""

from .finding import THEMES, Theme, themes_in
from .rules import Rule, RuleError, matches, preview, read_rules

__all__ = ["THEMES", "Rule", "RuleError", "Theme", "matches", "preview", "read_rules", "themes_in"]
