"""Verbs that are no change of state: register an enterprise, begin a draft, give a paper. Sections: drafting.py."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from enterprises.call_forms.definition import definition_of
from enterprises.drafting import lock_case, note_files
from enterprises.enums import FormState, MemberRole, State
from enterprises.exceptions import Incomplete
from enterprises.facts_of import add_first_facts
from enterprises.forms import ALREADY_HERE
from enterprises.models import Application, Call, Enterprise, Membership, Paper, VaultPaper
from enterprises.prefill import Filled, fill
from enterprises.sections import live_papers
from enterprises.units import accepting_unit
from enterprises.vault import copy_from_vault
from enterprises.workflow import application_flow
from portal.accounts.enums import Role
from portal.accounts.models import District, User
from portal.attachments.actions import store
from portal.audit.actions import record
from portal.core import clock
from portal.core.exceptions import PortalError

# Files come and go while the applicant writes; afterwards what was sent stays as it is.
OPEN_FOR_FILES = (State.DRAFT, State.CORRECTION)
PURPOSE_LENGTH = 40


def add_enterprise(
    user: User, *, credit_code: str, name: str, district: District, registered_on: date, entity_type: str
) -> Enterprise:
    """Add the enterprise and make its first person the owner. An enterprise that is known already is refused."""
    try:
        with transaction.atomic():
            enterprise = Enterprise.objects.create(
                credit_code=credit_code,
                name=name,
                district=district,
                registered_on=registered_on,
                entity_type=entity_type,
                is_demo=user.is_demo,
            )
            Membership.objects.create(user=user, enterprise=enterprise, role=MemberRole.OWNER)
            add_first_facts(enterprise, user)
            record(scope=f"enterprise:{enterprise.pk}", verb="add_enterprise", actor=user, target=credit_code)
    except IntegrityError as error:
        raise PortalError(ALREADY_HERE) from error
    return enterprise


def begin_application(
    user: User, enterprise: Enterprise, call: Call, facts: dict[str, Any], *, taken: Filled | None = None
) -> Application:
    """The application of this enterprise under this call: the one that is there, or a new draft.

    A new one keeps to the form as it is today, and holds what is known already, with the source of each value;
    `taken` is what an earlier application gave. The enterprise is locked, so that two clicks begin one draft.
    """
    with transaction.atomic():
        Enterprise.objects.select_for_update().get(pk=enterprise.pk)
        running = running_application(enterprise, call)
        if running is not None:
            return running
        version = call.form_versions.filter(state=FormState.PUBLISHED).first()
        filled = fill(enterprise, call, user, facts, definition_of(version), taken or Filled())
        application = Application(
            enterprise=enterprise,
            call=call,
            applicant=user,
            unit=accepting_unit(enterprise),
            facts=filled.facts,
            answers=filled.answers,
            sources=filled.sources,
            form_version=version,
            is_demo=call.is_demo or enterprise.is_demo,
        )
        return application_flow.begin(
            application, state=State.DRAFT, actor=user, desk=Role.APPLICANT, number_prefix="QD"
        )


def running_application(enterprise: Enterprise, call: Call) -> Application | None:
    mine = Application.objects.filter(enterprise=enterprise, call=call)
    return mine.exclude(state=State.WITHDRAWN).order_by("-pk").first()


def give_paper(application: Application, code: str, upload: UploadedFile, user: User) -> Paper:
    """Check and keep a file for a paper, or for a field of the form (`field:<code>`), while either is open.

    Raises AttachmentError with a sentence when the file is not fit, DraftClosed when the application was sent.
    """
    with transaction.atomic():
        attachment = store(upload, owner=user, purpose=code.replace(":", "-")[:PURPOSE_LENGTH])
        lock_case(application, OPEN_FOR_FILES)
        paper = Paper.objects.create(application=application, code=code, attachment=attachment)
        note_files(application, user)
    return paper


def give_from_vault(application: Application, code: str, kept: VaultPaper, user: User) -> Paper:
    """A frozen copy of a paper that the enterprise keeps. Raises VaultError or DraftClosed with a sentence."""
    with transaction.atomic():
        lock_case(application)
        paper = copy_from_vault(kept, application, code, user)
        note_files(application, user)
    return paper


def take_back_paper(application: Application, paper_pk: int, user: User | None = None) -> None:
    """Take a file out of a draft or a correction. What was submitted once stays in its snapshot."""
    with transaction.atomic():
        lock_case(application, OPEN_FOR_FILES)
        found = next((paper for paper in live_papers(application) if paper.pk == paper_pk), None)
        if found is None:
            raise Incomplete(_("This file is not part of the application any more."))
        Paper.objects.filter(pk=found.pk).update(replaced_at=clock.now())
        note_files(application, user or application.applicant)
