from django.urls import path

from portal.notifications import views

app_name = "notifications"
urlpatterns = [
    path("messages/", views.inbox, name="inbox"),
    path("messages/read/", views.mark_all_read, name="mark_all_read"),
    path("messages/settings/", views.settings, name="settings"),
    path("messages/<int:pk>/", views.message, name="message"),
]
