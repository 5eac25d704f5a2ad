from __future__ import annotations

from django.urls import path

from .views import changes, pages, touchpoints

app_name = "journeys"
urlpatterns = [
    path("", pages.journey_list, name="list"),
    path("new/", pages.journey_new, name="new"),
    path("touchpoints/<int:pk>/", touchpoints.touchpoint, name="touchpoint"),
    path("touchpoints/<int:pk>/panels/", touchpoints.panels, name="touchpoint-panels"),
    path("touchpoints/<int:pk>/change/", touchpoints.change, name="touchpoint-change"),
    path("<int:pk>/", pages.journey_map, name="map"),
    path("<int:pk>/cards/", pages.cards, name="cards"),
    path("<int:pk>/ideal/", pages.ideal, name="ideal"),
    path("<int:pk>/ideal/drawing/", pages.ideal_drawing, name="ideal-drawing"),
    path("<int:pk>/comparison/", pages.comparison, name="comparison"),
    path("<int:pk>/name/", changes.journey_rename, name="name"),
    path("<int:pk>/removal/", changes.journey_remove, name="removal"),
    path("<int:pk>/restoration/", changes.journey_restore, name="restoration"),
    path("<int:pk>/undo/<int:event>/", changes.undo, name="undo"),
    path("<int:pk>/stages/", changes.stage_add, name="stages"),
    path("<int:pk>/stages/<int:stage>/", changes.stage_change, name="stage"),
    path("<int:pk>/stages/<int:stage>/place/", changes.stage_move, name="stage-place"),
    path("<int:pk>/stages/<int:stage>/removal/", changes.stage_remove, name="stage-removal"),
    path("<int:pk>/stages/<int:stage>/moments/", changes.moment_add, name="moments"),
    path("<int:pk>/moments/<int:moment>/", changes.moment_name, name="moment"),
    path("<int:pk>/moments/<int:moment>/place/", changes.moment_move, name="moment-place"),
    path("<int:pk>/moments/<int:moment>/truth/", changes.moment_truth, name="moment-truth"),
    path("<int:pk>/moments/<int:moment>/removal/", changes.moment_remove, name="moment-removal"),
    path("<int:pk>/moments/<int:moment>/touchpoints/", changes.touchpoint_place, name="placements"),
    path("<int:pk>/placements/<int:placement>/place/", changes.placement_move, name="placement-place"),
    path("<int:pk>/placements/<int:placement>/removal/", changes.placement_remove, name="placement-removal"),
]
