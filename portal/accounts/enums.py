"""Roles (codes of the process table) and kinds of unit."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    APPLICANT = "applicant", _("Applicant")
    AGENT = "agent", _("Authorised agent of the applicant")
    DISTRICT = "district", _("District commerce authority")
    CASE_MANAGER = "case_mgr", _("Municipal bureau: responsible division")
    EXPERT = "expert", _("Reviewing expert")
    AUDITOR = "auditor", _("Third-party auditor")
    FINANCE = "finance", _("Municipal finance bureau")
    JOINT_DEPARTMENT = "joint_dept", _("Consulted department")
    LEADERSHIP = "leadership", _("Bureau leadership meeting")
    DISCIPLINE = "discipline", _("Internal audit and supervision")
    # Not of the process table of the funds: the desk of the facilitation cases, and whom they are for.
    TALENT_DESK = "talent_desk", _("Talent desk of the bureau")
    TALENT = "talent", _("Foreign professional")
    PUBLIC = "public", _("Public")


class UnitKind(models.TextChoices):
    CITY = "city", _("City")
    DISTRICT = "district", _("District or county-level city")
    BUREAU = "bureau", _("Municipal bureau")
    EXTERNAL = "external", _("Outside body")


# Codes of the units of the whole city that act in the process.
BUREAU, FINANCE, AUDITOR = "QD-COM", "QD-FIN", "QD-AUDIT"

# Who signs decisions; whoever examines a case or supervises the work does not.
SIGNERS = frozenset({Role.CASE_MANAGER, Role.FINANCE, Role.JOINT_DEPARTMENT, Role.LEADERSHIP})

# Officials are whoever holds one of these; applicants and the public do not enter the admin.
OFFICIAL_ROLES = frozenset(Role) - {Role.APPLICANT, Role.AGENT, Role.PUBLIC, Role.TALENT}
