"""Every address of the product, read from top to bottom. Within `/o/<slug>/` the same addresses work for
one organisation (see `organisation.middleware`).
"""

from __future__ import annotations

from django.urls import include, path

from kohtaamo.conversations.api import router as cases
from kohtaamo.encounters.api import router as encounters
from kohtaamo.feedback.api import router as answers
from kohtaamo.feedback.urls import public_urlpatterns as respondent_pages
from kohtaamo.insight.api import router as figures
from kohtaamo.insight.urls import public_urlpatterns as shared_pages
from kohtaamo.web.api import api

api.add_router("", answers)
api.add_router("", encounters)
api.add_router("", figures)
api.add_router("", cases)

urlpatterns = [
    path("", include("kohtaamo.web.urls")),
    path("", include(respondent_pages)),
    path("", include(shared_pages)),
    path("api/v1/", api.urls),
    path("journeys/", include("kohtaamo.journeys.urls")),
    path("feedback/", include("kohtaamo.feedback.urls")),
    path("insight/", include("kohtaamo.insight.urls")),
    path("customers/", include("kohtaamo.encounters.urls")),
    path("cases/", include("kohtaamo.conversations.urls")),
    path("improvement/", include("kohtaamo.improvement.urls")),
    path("settings/", include("kohtaamo.organisation.urls")),
]

handler400 = "kohtaamo.web.views.errors.bad_request"
handler404 = "kohtaamo.web.views.errors.not_found"
handler500 = "kohtaamo.web.views.errors.server_error"
