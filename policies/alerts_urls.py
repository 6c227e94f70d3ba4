from django.urls import path

from policies.views import alerts, following

app_name = "alerts"

urlpatterns = [
    path("alerts/follow/", following.follow_search, name="follow"),
    path("alerts/follow/policies/<slug:slug>/", following.follow_policy, name="follow_policy"),
    path("alerts/follow/areas/<slug:slug>/", following.follow_area, name="follow_area"),
    path("alerts/follow/items/<slug:slug>/", following.follow_measure, name="follow_measure"),
    path("alerts/asked/", following.asked, name="asked"),
    path("alerts/confirm/<str:token>/", alerts.confirm, name="confirm"),
    path("alerts/end/<str:token>/", alerts.end, name="end"),
    path("alerts/<str:token>/", alerts.manage, name="manage"),
    path("my/alerts/", alerts.mine, name="mine"),
]
