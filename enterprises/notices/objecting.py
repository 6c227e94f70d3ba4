"""Taking an objection: by the database's clock, with its files, and the entry stops at once."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from enterprises.enums import LineResult, ObjectionState, State
from enterprises.exceptions import ObjectionError
from enterprises.models import Application, Evidence, NoticeLine, Objection
from enterprises.notices import objection_notifications as message
from enterprises.notices.objection_workflow import NUMBER_PREFIX, STAGE, objection_flow
from enterprises.notices.period import ends_at
from enterprises.notices.persons import seal_person
from enterprises.notices.settling import take_up_again
from enterprises.workflow import application_flow
from portal.accounts.enums import BUREAU, Role
from portal.accounts.models import Unit
from portal.attachments.actions import discard, enter, keep
from portal.core import clock, pagecache
from portal.core.codes import verification_code
from portal.core.visitors import Tally
from portal.reviews.models import Case

PURPOSE = "objection"
MOST_FILES = 3
# So many objections from one address of the network within an hour; then it is asked to wait.
MOST_AN_HOUR, HOUR = 5, 3600
_sent = Tally("objection:from", MOST_AN_HOUR, HOUR)
may_object, note_objection = _sent.has_room, _sent.add


def receive(
    line: NoticeLine, *, name: str, phone: str, email: str, text: str, files: Sequence[UploadedFile]
) -> Objection:
    """Raises ObjectionError or AttachmentError; then neither row nor file is left."""
    kept = []
    try:
        for upload in files[:MOST_FILES]:
            kept.append(keep(upload, purpose=PURPOSE))
        with transaction.atomic():
            return _write(line, kept, name=name, phone=phone, email=email, text=text)
    except Exception:
        discard(kept)
        raise


def _write(line: NoticeLine, kept: list, *, name: str, phone: str, email: str, text: str) -> Objection:
    """The application is locked first: whoever comes with the notice's last second and the clock that closes the
    notice go one after the other. What counts is when this statement reached the database, not when it got the lock."""
    case = Case.objects.select_for_update(of=("self",)).annotate(database_now=Now()).get(pk=line.application_id)
    moment = clock.fixed() or case.database_now
    line = NoticeLine.objects.select_related("notice__call").get(pk=line.pk)
    _check(line, moment)
    code = verification_code()
    objection = Objection(
        line=line,
        unit=Unit.objects.get(code=BUREAU),
        code=code,
        person_sealed=seal_person(code, name=name, phone=phone, email=email),
        has_email=bool(email),
        language=get_language() or "zh-hans",
        text=text,
        received_at=moment,
        is_demo=line.notice.is_demo,
    )
    within = STAGE.under(line.notice.call)
    objection_flow.begin(
        objection, state=ObjectionState.RECEIVED, actor=None, desk=Role.CASE_MANAGER, number_prefix=NUMBER_PREFIX,
        within=within,
    )  # fmt: skip
    Evidence.objects.bulk_create(Evidence(objection=objection, attachment=one) for one in enter(kept, owner=None))
    message.received(objection)
    if case.state in (State.PUBLICITY, State.APPROVED):
        application = Application.objects.for_page().get(pk=case.pk)
        application_flow.take(application, "register_objection", None, objection=objection)
    elif case.state == State.OBJECTION:
        take_up_again(case, within)
    transaction.on_commit(pagecache.bump)
    return objection


def _check(line: NoticeLine, moment: object) -> None:
    """In time, and about an entry that still stands. A notice whose end the clock has just noted may still meet an
    objection that reached the database before midnight."""
    if line.result not in ("", LineResult.SUPPORTED):
        raise ObjectionError(_("This entry does not stand on notice any more."))
    if moment >= ends_at(line.notice):  # type: ignore[operator]
        raise ObjectionError(_("The period of this notice is over: objections were taken until 24:00 of its last day."))
