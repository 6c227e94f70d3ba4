from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """The admin as the officials' desk."""

    default_site = "portal.desk.PortalAdminSite"
