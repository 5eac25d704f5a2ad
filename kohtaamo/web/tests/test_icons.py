from __future__ import annotations

import re
import zipfile
from importlib import resources
from pathlib import Path

from kohtaamo.web import navigation

PRODUCT = Path(navigation.__file__).parent.parent
NAMED = re.compile(
    r'<c-icon\s[^>]*?(?<![:\w])name="([^"{]+)"|(?<![:\w-])(?:act_)?icon="([^"{]+)"|{% icon "([^"]+)"'
)


def test_every_icon_named_in_a_template_exists():
    with resources.files("lucide").joinpath("lucide.zip").open("rb") as packed:
        known = {name.removesuffix(".svg") for name in zipfile.ZipFile(packed).namelist()}
    used = {
        (path.relative_to(PRODUCT).as_posix(), "".join(found))
        for path in PRODUCT.rglob("*.html")
        for found in NAMED.findall(path.read_text())
    }
    used |= {("web/navigation.py", place.icon) for place in navigation.PLACES}
    assert len(used) > 20
    assert [(path, icon) for path, icon in sorted(used) if icon not in known] == []
