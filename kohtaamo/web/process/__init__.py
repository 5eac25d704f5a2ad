"""The shape of the process: an ASGI shell with Django on a few threads inside it, jobs on one more."""
