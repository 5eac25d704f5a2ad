from __future__ import annotations

from django.urls import URLPattern, path

from .views import (
    editor,
    imports,
    leaving,
    occasions,
    poster,
    reach,
    respond,
    results,
    schema,
    sending,
    surveys,
    widget,
)

app_name = "feedback"
urlpatterns: list[URLPattern] = [
    path("", surveys.surveys, name="list"),
    path("answers/", results.answers, name="answers"),
    path("surveys/new/", surveys.new, name="new"),
    path("surveys/<int:pk>/", editor.edit, name="edit"),
    path("surveys/<int:pk>/results/", results.results, name="results"),
    path("surveys/<int:pk>/publication/", surveys.publication, name="publish"),
    path("surveys/<int:pk>/closing/", surveys.closing, name="close"),
    path("surveys/<int:pk>/reopening/", surveys.reopening, name="reopen"),
    path("surveys/<int:pk>/reach/", reach.reach, name="reach"),
    path("surveys/<int:pk>/links/", reach.links, name="links"),
    path("surveys/<int:pk>/posters/", reach.posters, name="posters"),
    path("surveys/<int:pk>/widgets/", widget.widgets, name="widgets"),
    path("surveys/<int:pk>/widgets/new/", widget.new, name="widget-new"),
    path("links/<int:pk>/", reach.edit, name="link-edit"),
    path("links/<int:pk>/state/", reach.state, name="link-state"),
    path("links/<int:pk>/poster/", poster.poster, name="poster"),
    path("links/<int:pk>/poster.pdf", poster.pdf, name="poster-pdf"),
    path("links/<int:pk>/code.svg", poster.code_vector, name="code-svg"),
    path("links/<int:pk>/code.png", poster.code_picture, name="code-png"),
    path("widgets/<int:pk>/", widget.edit, name="widget"),
    path("widgets/<int:pk>/trial/", widget.trial, name="widget-trial"),
    path("occasions/", occasions.index, name="occasions"),
    path("occasions/new/", occasions.new, name="occasion-new"),
    path("occasions/limits/", sending.limits, name="limits"),
    path("occasions/lists/<int:pk>/", sending.contact_list, name="contact-list"),
    path("occasions/<int:pk>/", occasions.show, name="occasion"),
    path("occasions/<int:pk>/edit/", occasions.edit, name="occasion-edit"),
    path("occasions/<int:pk>/state/", occasions.state, name="occasion-state"),
    path("occasions/<int:pk>/removal/", occasions.removal, name="occasion-removal"),
    path("occasions/<int:pk>/contacts/", sending.contacts, name="contacts"),
    path("imports/", imports.index, name="imports"),
    path("imports/new/", imports.new, name="import-new"),
    path("imports/<int:pk>/", imports.show, name="import"),
    path("imports/<int:pk>/columns/", imports.columns, name="import-map"),
    path("imports/<int:pk>/progress/", imports.progress, name="import-progress"),
    path("imports/<int:pk>/run/", imports.run, name="import-run"),
    path("imports/<int:pk>/removal/", imports.removal, name="import-removal"),
    path("imports/<int:pk>/refused.csv", imports.refused, name="import-refused"),
]

# Outside organisations and without the namespace: these addresses are read and typed by people.
public_urlpatterns: list[URLPattern] = [
    path("api/v1/questionnaire.schema.json", schema.questionnaire_schema, name="questionnaire-schema"),
    path("q/<slug:code>/", reach.short, name="short-link"),
    path("widget/<slug:token>.js", widget.script, name="widget-script"),
    path("s/<slug:token>/", respond.start, name="respond"),
    path("s/<slug:token>/thanks/", respond.thanks, name="respond-thanks"),
    path("s/<slug:token>/leaving/", leaving.leaving, name="respond-leaving"),
    path("s/<slug:token>/opened/", leaving.opened, name="respond-opened"),
    path("s/<slug:token>/privacy/", respond.privacy, name="respond-privacy"),
    path("s/<slug:token>/<str:ticket>/<int:number>/", respond.step, name="respond-step"),
]
