from django.urls import path

from talent import views

app_name = "talent"
urlpatterns = [
    path("", views.home, name="home"),
    path("path/", views.residence_path, name="path"),
    path("visas/", views.visas, name="visas"),
    path("classes/", views.classes, name="classes"),
]
