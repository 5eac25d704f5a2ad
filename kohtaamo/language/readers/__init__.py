"""Readers of texts beside our own: one interface, and what keeps them in check."""

from .answering import (
    EMOTIONS,
    POLICIES,
    REASONS,
    TASKS,
    Answer,
    Asked,
    Mark,
    Policy,
    ReaderError,
    Reason,
    Task,
)
from .asking import Outcome, Outside, Reader, Tally, read_all
from .breaker import Breaker
from .chat import ChatReader
from .embeddings import EmbeddingClient, NearTexts
from .folder import SCHEME, FolderError, FolderReader
from .hiding import Hidden, hide
from .http import Endpoint
from .local import read_here
from .memory import MemoryBudget, MemoryCache
from .prompts import PROMPT_VERSION, THEME_MEANINGS

__all__ = [
    "EMOTIONS",
    "POLICIES",
    "PROMPT_VERSION",
    "REASONS",
    "SCHEME",
    "TASKS",
    "THEME_MEANINGS",
    "Answer",
    "Asked",
    "Breaker",
    "ChatReader",
    "EmbeddingClient",
    "Endpoint",
    "FolderError",
    "FolderReader",
    "Hidden",
    "Mark",
    "MemoryBudget",
    "MemoryCache",
    "NearTexts",
    "Outcome",
    "Outside",
    "Policy",
    "Reader",
    "ReaderError",
    "Reason",
    "Tally",
    "Task",
    "hide",
    "read_all",
    "read_here",
]
