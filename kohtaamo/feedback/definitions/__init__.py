"""Surveys come in from the files of other programs and go out to them: the questions, not the answers."""

from .definition import Definition, DefinitionFormat, Loss
from .formats import FORMATS
from .problems import told
from .reading import read_definition, write_definition

__all__ = [
    "FORMATS",
    "Definition",
    "DefinitionFormat",
    "Loss",
    "read_definition",
    "told",
    "write_definition",
]
