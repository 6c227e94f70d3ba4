from django.urls import path

from policies.views import areas, documents, feeds, history, negative_list, plan, search

app_name = "policies"

urlpatterns = [
    path("", search.index, name="library"),
    path("areas/<slug:slug>/", areas.area, name="area"),
    path("negative-list/", negative_list.look_up, name="negative_list"),
    path("plan/", plan.plan, name="plan"),
    path("plan/figures/", plan.figures, name="plan_figures"),
    path("plan/progress/", plan.progress, name="plan_progress"),
    path("plan/places/", plan.places, name="plan_places"),
    path("plan/scope/", plan.scope, name="plan_scope"),
    path("plan/charts/<slug:slug>.svg", plan.chart, name="chart"),
    path("plan/charts/<slug:slug>.csv", plan.chart_data, name="chart_data"),
    path("changes/", feeds.changes, name="changes"),
    path("<slug:slug>/", documents.policy, name="policy"),
    path("<slug:slug>/both/", documents.both_languages, name="both_languages"),
    path("<slug:slug>/files/<uuid:public_id>/", documents.file, name="file"),
    path("<slug:slug>/history/", history.policy_versions, name="history"),
    path("<slug:slug>/history/<int:old>..<int:new>/", history.policy_changes, name="comparison"),
]
