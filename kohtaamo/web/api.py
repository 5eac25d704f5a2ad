"""The one API; packages' routers are joined to it in `kohtaamo/urls.py`.

Programs show a token, never a cookie, so no request of it can be forged from another site. No page of
documentation is served: its scripts would come from elsewhere. The description is at /api/v1/openapi.json.
"""

from __future__ import annotations

from ninja import NinjaAPI

api = NinjaAPI(
    title="Kohtaamo",
    version="1",
    description="Answers in and out. Show your key as `Authorization: Bearer kt_…`.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
