"""The pages of facilitation cases, under /talent/cases/. Included by talent/urls.py, in its namespace."""

from django.urls import path

from talent.views import cases

ONE = "<str:number>/"
urlpatterns = [
    path("", cases.cases, name="cases"),
    path(ONE, cases.case, name="case"),
]
