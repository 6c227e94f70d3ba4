from django.urls import path

from policies.views import match

app_name = "match"

urlpatterns = [
    path("", match.start, name="start"),
    path("result/", match.result, name="result"),
    path("result.pdf", match.pdf, name="pdf"),
]
