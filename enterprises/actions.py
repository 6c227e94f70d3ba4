"""Verbs that are no change of state: register an enterprise, begin a draft, save a section, give a paper."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from enterprises.enums import MemberRole, State
from enterprises.exceptions import Incomplete
from enterprises.models import Application, Call, Enterprise, Membership, Paper
from enterprises.sections import FROM_FILE, live_papers
from enterprises.workflow import application_flow
from policies.forms import facts_to_json
from portal.accounts.enums import Role
from portal.accounts.models import District, Unit, User
from portal.attachments.actions import store
from portal.audit.actions import record
from portal.core import clock
from portal.core.exceptions import PortalError


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
            record(scope=f"enterprise:{enterprise.pk}", verb="add_enterprise", actor=user, target=credit_code)
    except IntegrityError as error:
        raise PortalError(
            _("This enterprise is in the portal already. Ask the colleague who added it or the bureau.")
        ) from error
    return enterprise


def begin_application(user: User, enterprise: Enterprise, call: Call, facts: dict[str, Any]) -> Application:
    """The application of this enterprise under this call: the one that is there, or a new draft with the facts."""
    running = (
        Application.objects.filter(enterprise=enterprise, call=call)
        .exclude(state=State.WITHDRAWN)
        .order_by("-pk")
        .first()
    )
    if running is not None:
        return running
    application = Application(
        enterprise=enterprise,
        call=call,
        applicant=user,
        unit=accepting_unit(enterprise),
        facts=facts_to_json({name: value for name, value in facts.items() if name not in FROM_FILE}),
        answers={"contact_name": user.name, "contact_email": user.email},
        is_demo=call.is_demo or enterprise.is_demo,
    )
    return application_flow.begin(application, state=State.DRAFT, actor=user, desk=Role.APPLICANT, number_prefix="QD")


def accepting_unit(enterprise: Enterprise) -> Unit:
    """The commerce authority of the district in which the enterprise is registered; a zone belongs to its district."""
    district = enterprise.district.within or enterprise.district
    return Unit.objects.get(division_code=district.code)


def save_answers(application: Application, section: str, answers: dict[str, Any], *, done: bool) -> None:
    application.answers = application.answers | answers
    _save(application, section, done)


def save_facts(application: Application, facts: dict[str, Any], *, done: bool) -> None:
    kept = {name: value for name, value in facts.items() if name not in FROM_FILE}
    application.facts = facts_to_json(kept)
    _save(application, "conditions", done)


def _save(application: Application, section: str, done: bool) -> None:
    sections = [slug for slug in application.done_sections if slug != section]
    application.done_sections = [*sections, section] if done else sections
    application.forget()
    Application.objects.filter(pk=application.pk, state=application.state).update(
        facts=application.facts, answers=application.answers, done_sections=application.done_sections
    )


def give_paper(application: Application, code: str, upload: UploadedFile, user: User) -> Paper:
    """Check and keep a file for a paper. Raises AttachmentError with a sentence when the file is not fit."""
    with transaction.atomic():
        attachment = store(upload, owner=user, purpose=code)
        paper = Paper.objects.create(application=application, code=code, attachment=attachment)
    application.forget()
    return paper


def take_back_paper(application: Application, paper_pk: int) -> None:
    """Take a file out of a draft or a correction. What was submitted once stays in its snapshot."""
    found = next((paper for paper in live_papers(application) if paper.pk == paper_pk), None)
    if found is None:
        raise Incomplete(_("This file is not part of the application any more."))
    Paper.objects.filter(pk=found.pk).update(replaced_at=clock.now())
    application.forget()
