from __future__ import annotations

from django.urls import URLPattern, path

from .views import (
    alert_rules,
    alerts,
    comments,
    comparing,
    correlation,
    crosstab,
    dictionary,
    explain,
    figures,
    heat,
    metric,
    overview,
)

app_name = "insight"
urlpatterns: list[URLPattern] = [
    path("", overview.overview, name="overview"),
    path("comments/", comments.comments, name="comments"),
    path("alerts/", alerts.index, name="alerts"),
    path("alerts/<int:pk>/", alerts.show, name="alert"),
    path("alerts/<int:pk>/acknowledgement/", alerts.acknowledgement, name="alert-acknowledgement"),
    path("alerts/<int:pk>/snooze/", alerts.snooze, name="alert-snooze"),
    path("alerts/<int:pk>/closing/", alerts.closing, name="alert-closing"),
    path("alerts/<int:pk>/note/", alerts.note, name="alert-note"),
    path("alerts/<int:pk>/reopening/", alerts.reopening, name="alert-reopening"),
    path("alerts/rules/new/", alert_rules.new, name="alert-rule-new"),
    path("alerts/rules/preview/", alert_rules.preview_fragment, name="alert-rule-preview"),
    path("alerts/rules/<int:pk>/stop/", alert_rules.stop, name="alert-rule-stop"),
    path("alerts/rules/<int:pk>/resumption/", alert_rules.resume, name="alert-rule-resumption"),
    path("alerts/rules/<int:pk>/learning/", alert_rules.learn, name="alert-rule-learning"),
    path("compare/", comparing.comparing, name="comparing"),
    path("crosstab/", crosstab.crosstab, name="crosstab"),
    path("heat/", heat.heat, name="heat"),
    path("correlation/", correlation.show, name="correlation"),
    path("dictionary/", dictionary.index, name="dictionary"),
    path("dictionary/<slug:key>/", dictionary.settings, name="metric-settings"),
    path("figures/", figures.index, name="figures"),
    path("figures/new/", figures.new, name="figures-new"),
    path("figures/imports/<int:pk>/", figures.imported, name="figures-import"),
    path("figures/imports/<int:pk>/progress/", figures.progress, name="figures-progress"),
    path("figures/imports/<int:pk>/removal/", figures.removal, name="figures-removal"),
    path("figures/of/<slug:key>/", figures.show, name="figure"),
    path("metrics/<slug:key>/", metric.show, name="metric"),
    path("metrics/<slug:key>/target/", metric.target, name="target"),
    path("metrics/<slug:key>/explanation/", explain.explain, name="explain"),
]
