from __future__ import annotations

from django.urls import URLPattern, path

from . import views

app_name = "encounters"
urlpatterns: list[URLPattern] = [
    path("", views.customers, name="customers"),
    path("<int:pk>/", views.customer, name="customer"),
    path("<int:pk>/copy/", views.customer_copy, name="customer-copy"),
    path("<int:pk>/erasing/", views.erasing, name="customer-erasing"),
    path("<int:pk>/keeping/", views.keeping, name="customer-keeping"),
]
