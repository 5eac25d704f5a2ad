"""What a person should look at first: found by rules with the words that decided, high recall before precision."""

from .finding import FLAGS, Flag, flags_in

__all__ = ["FLAGS", "Flag", "flags_in"]
