from django.urls import path

from policies.views import feeds

app_name = "feeds"

urlpatterns = [
    path("changes.atom", feeds.all_changes, name="changes"),
    path("search.atom", feeds.search, name="search"),
    path("areas/<slug:slug>.atom", feeds.area, name="area"),
    path("policies/<slug:slug>.atom", feeds.policy, name="policy"),
    path("items/<slug:slug>.atom", feeds.measure, name="measure"),
]
