from __future__ import annotations

from django.urls import path

from .views import findings, pages, steps

app_name = "improvement"
urlpatterns = [
    path("", pages.action_list, name="list"),
    path("new/", pages.action_new, name="new"),
    path("prospect/", pages.prospect_fragment, name="prospect"),
    path("alerts/<int:pk>/action/", steps.joining, name="joining"),
    path("findings/new/", findings.finding_new, name="finding-new"),
    path("findings/<int:pk>/", findings.finding_show, name="finding"),
    path("actions/<int:pk>/", pages.action_show, name="show"),
    path("actions/<int:pk>/change/", pages.action_edit, name="edit"),
    path("actions/<int:pk>/beginning/", steps.beginning, name="beginning"),
    path("actions/<int:pk>/completion/", steps.completion, name="completion"),
    path("actions/<int:pk>/dropping/", steps.dropping, name="dropping"),
    path("actions/<int:pk>/reopening/", steps.reopening, name="reopening"),
]
