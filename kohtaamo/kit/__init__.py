"""Plain Python that every package may use; knows nothing of Django or of our tables."""
