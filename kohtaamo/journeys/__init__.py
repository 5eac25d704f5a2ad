"""What we promised, and where we meet."""
