"""How we answer now."""
