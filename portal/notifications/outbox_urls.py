"""The developers' outbox; included only where mails go to a local folder."""

from django.urls import path

from portal.notifications import outbox

app_name = "outbox"
urlpatterns = [
    path("outbox/", outbox.mails, name="list"),
    path("outbox/newest/", outbox.newest, name="newest"),
    path("outbox/<str:name>/<int:place>/", outbox.mail, name="mail"),
]
