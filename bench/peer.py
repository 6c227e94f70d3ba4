"""The peer of the queue: the admin's own list over the same applications, as anybody gets it who registers the model.

Served beside the portal in the benchmark alone; the same columns where the admin has them, as many rows on a page.
"""

from django.contrib import admin
from django.urls import path

from enterprises.desk.queue import PAGE
from enterprises.models import Application
from portal.urls import urlpatterns as portal_urls


class PlainApplicationAdmin(admin.ModelAdmin):
    list_display = ("number", "enterprise", "call", "state", "computed_fen", "submitted_at", "unit")
    list_filter = ("state", "call", "unit")
    search_fields = ("number", "enterprise__name")
    list_per_page = PAGE
    # The admin's own template: by its name alone it would find the queue's.
    change_list_template = "admin/change_list.html"


site = admin.AdminSite(name="peer")
site.register(Application, PlainApplicationAdmin)
urlpatterns = [path("peer/", site.urls), *portal_urls]
