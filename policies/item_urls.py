from django.urls import path

from policies.views import items

app_name = "items"

urlpatterns = [
    path("items/<slug:slug>/", items.measure, name="measure"),
    path("items/<slug:slug>/check/", items.check, name="check"),
]
