"""SQLite for one process with a few threads: write transactions queue on one fair lock."""
