"""How we get better at it."""
