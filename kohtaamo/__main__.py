"""The `kohtaamo` command."""

from __future__ import annotations

import os


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kohtaamo.settings")
    from kohtaamo.web.commands import app  # noqa: PLC0415  settings are chosen first

    app()


if __name__ == "__main__":
    main()
