from __future__ import annotations

from django.urls import path

from .views import pages, rules, steps

app_name = "conversations"
urlpatterns = [
    path("", pages.index, name="list"),
    path("<int:pk>/", pages.show, name="show"),
    path("<int:pk>/taking/", steps.taking, name="taking"),
    path("<int:pk>/giving/", steps.giving, name="giving"),
    path("<int:pk>/attempts/", steps.attempt, name="attempt"),
    path("<int:pk>/notes/", steps.note, name="note"),
    path("<int:pk>/waiting/", steps.waiting, name="waiting"),
    path("<int:pk>/resuming/", steps.resuming, name="resuming"),
    path("<int:pk>/cause/", steps.cause, name="cause"),
    path("<int:pk>/finishing/", steps.finishing, name="finishing"),
    path("<int:pk>/dropping/", steps.dropping, name="dropping"),
    path("<int:pk>/reopening/", steps.reopening, name="reopening"),
    path("<int:pk>/asking/", steps.asking, name="asking"),
    path("<int:pk>/undoing/", steps.undoing, name="undoing"),
    path("of-answers/<int:pk>/", steps.opening, name="opening"),
    path("rules/", rules.index, name="rules"),
    path("rules/new/", rules.new, name="rule-new"),
    path("rules/<int:pk>/", rules.edit, name="rule"),
    path("rules/<int:pk>/state/", rules.state, name="rule-state"),
    path("rules/<int:pk>/first/", rules.first, name="rule-first"),
    path("hours/", rules.hours, name="hours"),
    path("causes/", rules.causes, name="causes"),
    path("causes/<int:pk>/removal/", rules.cause_removal, name="cause-removal"),
]
