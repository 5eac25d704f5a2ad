"""Kohtaamo: map, hear, understand, answer and improve the meetings of an organisation with its customers."""

__version__ = "0.1.0"
