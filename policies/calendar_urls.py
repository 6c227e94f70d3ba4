from django.urls import path

from policies.views import calendar

app_name = "calendar"

urlpatterns = [
    path("calendar/", calendar.index, name="index"),
    path("calendar.ics", calendar.ics, name="ics"),
]
