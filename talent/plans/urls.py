"""What a plan can be taken away as, under /talent/planner/. Included by talent/urls.py, in its namespace."""

from django.urls import path

from talent.views import kept_plans, planner

urlpatterns = [
    path("plan.pdf", planner.pdf, name="plan_pdf"),
    path("plan.ics", planner.ics, name="plan_ics"),
    path("kept/", kept_plans.kept_plans, name="kept_plans"),
    path("kept/<uuid:pk>/remove/", kept_plans.remove, name="remove_plan"),
]
