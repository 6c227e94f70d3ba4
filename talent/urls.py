from django.urls import include, path

from talent.views import finder, guides, pages, planner, points, renewals, track

app_name = "talent"
urlpatterns = [
    path("", pages.home, name="home"),
    path("path/", pages.residence_path, name="path"),
    path("visas/", pages.visas, name="visas"),
    path("classes/", pages.classes, name="classes"),
    path("points/", points.points, name="points"),
    path("cases/", include("talent.cases.urls")),
    path("services/", guides.services, name="services"),
    path("services/<slug:slug>/", guides.service, name="service"),
    path("finder/", finder.finder, name="finder"),
    path("", include("talent.people_urls")),
    path("track/", track.track, name="track"),
    path("renewals/", renewals.renewals, name="renewals"),
    path("renewals/<uuid:pk>/remove/", renewals.remove, name="renewal_remove"),
    path("renewals/<uuid:pk>/begin/", renewals.begin, name="renewal_begin"),
    path("planner/", planner.planner, name="planner"),
    path("planner/", include("talent.plans.urls")),
]
