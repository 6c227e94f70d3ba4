from django.urls import path

from policies.views import library, plan

app_name = "policies"

urlpatterns = [
    path("", library.index, name="library"),
    path("areas/<slug:slug>/", library.area, name="area"),
    path("plan/", plan.plan, name="plan"),
    path("<slug:slug>/", library.policy, name="policy"),
]
