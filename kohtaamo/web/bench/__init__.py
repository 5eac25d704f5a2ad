"""Measures the product beside its limits and peers, on data of its own, and says which targets hold."""
