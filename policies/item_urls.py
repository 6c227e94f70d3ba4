from django.urls import path

from policies.views import history, items

app_name = "items"

urlpatterns = [
    path("items/<slug:slug>/", items.measure, name="measure"),
    path("items/<slug:slug>/check/", items.check, name="check"),
    path("items/<slug:slug>/history/", history.measure_versions, name="history"),
    path("items/<slug:slug>/history/<int:old>..<int:new>/", history.measure_changes, name="comparison"),
]
