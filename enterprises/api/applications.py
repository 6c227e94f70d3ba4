"""An enterprise's own applications for its own software: the steps of the pages, through the same doors."""

from functools import partial
from typing import Any

from django.db.models import BigIntegerField, CharField, Prefetch, QuerySet
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import SAFE_METHODS, IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from enterprises.actions import begin_application, running_application, take_back_paper
from enterprises.api import shapes
from enterprises.api.questions import sections_asked
from enterprises.api.saving import Unfit, save
from enterprises.api.sending import add_files, keep_files, require_declaration, submit, uploads_in
from enterprises.api.standing import detail, file_row, kind_of, received_row, section_state, summary
from enterprises.credit.guards import check_before
from enterprises.drafting import mark_of
from enterprises.enums import State, TokenScope
from enterprises.evaluation import rule_set_of
from enterprises.exceptions import DraftClosed, WindowClosed
from enterprises.machines.authentication import HasScope, TokenAuthentication, TokenThrottle
from enterprises.machines.once import once
from enterprises.models import ApiToken, Application, Call, Enterprise
from enterprises.permissions import is_filer
from enterprises.sections import Section, definition, papers_needed, section_named
from enterprises.windows import why_not_begin
from enterprises.workflow import application_flow
from policies.rulebook import rule_set
from policies.rules import FactsError
from policies.rules.facts import Facts
from portal.accounts.authentication import PortalSessionAuthentication
from portal.calendars.workdays import is_workday
from portal.core import clock
from portal.core.api_page import PageRenderer
from portal.core.open_api import BoundedJSONParser
from portal.core.prepared import Prepared, Slot
from portal.notifications.models import Message
from portal.reviews.models import WorkItem

KEY = OpenApiParameter(
    "Idempotency-Key",
    location=OpenApiParameter.HEADER,
    description="1 to 80 visible characters, new for each request. The same request with the same key is done once: "
    "it gets the same answer again for at least a day; 409 while the first still runs, 422 for another request.",
)


class SectionParser(BoundedJSONParser):
    """A section may hold a table of 500 rows."""

    most_bytes = 2_500_000


class StepSerializer(serializers.Serializer):
    step = serializers.CharField()
    comment = serializers.CharField(required=False, allow_blank=True, max_length=2000)


def _to_submit(rows: QuerySet[Application]) -> QuerySet[Application]:
    """The flow reads the call under its lock; what only a page shows is not read at all."""
    return rows.select_related("enterprise__district", "unit", "form_version")


_of_token = Prepared(
    lambda: _to_submit(
        Application.objects.of_enterprise(Slot("enterprise", BigIntegerField())).filter(
            number=Slot("number", CharField())
        )
    )
)


class ApplicationViewSet(GenericViewSet):
    """Applications that exist for the caller: with a token those of its enterprise, with a session one's own."""

    authentication_classes = (TokenAuthentication, PortalSessionAuthentication)
    permission_classes = (IsAuthenticated, HasScope)
    throttle_classes = (TokenThrottle,)
    parser_classes = (SectionParser,)
    renderer_classes = (JSONRenderer, PageRenderer)
    serializer_class = shapes.ApplicationShape
    lookup_field = "number"
    queryset = Application.objects.none()

    def scope_for(self, request: Request) -> TokenScope:
        if request.method in SAFE_METHODS:
            return TokenScope.READ
        return TokenScope.SUBMIT if self.action in {"submission", "take"} else TokenScope.WRITE

    def get_queryset(self) -> QuerySet[Application]:
        if isinstance(self.request.auth, ApiToken):
            rows = Application.objects.of_enterprise(self.request.auth.enterprise_id)
        else:
            rows = Application.objects.readable_in_full_by(self.request.user)
        if self.action == "submission":
            return _to_submit(rows)
        return rows.for_page().select_related("form_version").order_by("pk")

    def get_object(self) -> Application:
        """What a token submits is read by a query that is written once: in a call's last hour nothing comes more
        often."""
        if self.action != "submission" or not isinstance(self.request.auth, ApiToken):
            return super().get_object()
        found = _of_token.first(enterprise=self.request.auth.enterprise_id, number=self.kwargs["number"])
        if found is None:
            raise Http404
        self.check_object_permissions(self.request, found)
        return found

    def writable(self) -> Application:
        """404 for what does not exist for the caller, 403 for who only reads."""
        application = self.get_object()
        if not is_filer(self.request.user, application):
            raise PermissionDenied(_("Your role in this enterprise does not write applications."))
        return application

    @extend_schema(responses=shapes.ApplicationShape(many=True))
    def list(self, request: Request) -> Response:
        """All of them, each with its state, its open steps and who must act by when."""
        items = Prefetch("work_items", WorkItem.objects.open().select_related("unit", "holder"), to_attr="open_items")
        rows = self.paginate_queryset(self.get_queryset().prefetch_related(items))
        for row in rows:
            row.remembered("item", partial(next, iter(row.open_items), None))
        return self.get_paginated_response([summary(row, request) for row in rows])

    @extend_schema(responses=shapes.ApplicationDetailShape)
    def retrieve(self, request: Request, number: str) -> Response:
        """One with its sections, what is missing in them, its files and, once it was submitted, its receipt."""
        return Response(detail(self.get_object(), request))

    @extend_schema(
        parameters=[KEY],
        request=shapes.BeginShape,
        responses={200: shapes.ApplicationDetailShape, 201: shapes.ApplicationDetailShape},
    )
    def create(self, request: Request) -> HttpResponseBase:
        """Begin a draft (201), or get the application that runs under this call already (200)."""
        given = shapes.BeginShape(data=request.data)
        given.is_valid(raise_exception=True)
        return once(request, lambda _nothing: self._begin(request, given.validated_data))

    def _begin(self, request: Request, given: dict[str, Any]) -> Response:
        call = Call.objects.published().select_related("measure").filter(code=given["call"]).first()
        enterprise = self._enterprise(given["enterprise"])
        errors = {} if call else {"call": [_("There is no such call.")]}
        if call is None or enterprise is None:
            raise Unfit(errors | ({} if enterprise else {"enterprise": [_("You don’t act for such an enterprise.")]}))
        running = running_application(enterprise, call)
        if running is None:
            if reason := why_not_begin(call, clock.now()):
                raise WindowClosed(reason)
            begun = begin_application(request.user, enterprise, call, _facts(call, given.get("facts") or {}))
            running, status = begun, 201
        else:
            status = 200
        return Response(detail(self.get_queryset().get(pk=running.pk), request), status=status)

    def _enterprise(self, code: str) -> Enterprise | None:
        """Of those that the caller files for; with a token, only the one that it is for."""
        mine = Enterprise.objects.filed_by(self.request.user)
        if isinstance(self.request.auth, ApiToken):
            mine = mine.filter(pk=self.request.auth.enterprise_id)
        return mine.filter(credit_code=code.strip().upper()).first()

    @extend_schema(responses=shapes.FormShape)
    @action(detail=True)
    def form(self, request: Request, number: str) -> Response:
        """What this application asks: its own version of the form, which a newer one does not change."""
        application = self.get_object()
        asked = definition(application)
        found = sections_asked(asked, rule_set_of(application), papers_needed(application))
        return Response({"version": asked.number, "sections": found})

    @extend_schema(methods=["GET"], responses=shapes.SectionStateShape)
    @extend_schema(
        methods=["PUT", "PATCH"],
        parameters=[KEY],
        request=shapes.SaveShape,
        responses={200: shapes.SectionStateShape},
    )
    @action(detail=True, methods=["get", "put", "patch"], url_path=r"sections/(?P<slug>[-\w]+)")
    def section(self, request: Request, number: str, slug: str) -> HttpResponseBase:
        """PUT takes the whole section, PATCH some of its fields. 409 with both versions when somebody saved since
        the `revision` that was read, 422 with sentences by field for values that can't be taken."""
        if request.method == "GET":
            application = self.get_object()
            found = _section(application, slug)
            return Response(section_state(application, found, mark_of(application, slug)))
        application = self.writable()
        given = shapes.SaveShape(data=request.data)
        given.is_valid(raise_exception=True)
        # Looked up with the work: this very save may be what takes the section away.
        return once(
            request, lambda _nothing: self._save(application, _section(application, slug), given.validated_data)
        )

    def _save(self, application: Application, section: Section, given: dict[str, Any]) -> Response:
        kind, whole = kind_of(section), self.request.method == "PUT"
        if application.state != State.DRAFT:
            raise DraftClosed(_("This application is no draft any more, so nothing of yours was saved."))
        if kind == "files" or given.get(kind) is None:
            raise serializers.ValidationError({kind: [_("Send this; files go to the address “files”.")]})
        done = given.get("done", whole or section.slug in application.done_sections)
        mark = save(
            application, section, given[kind], self.request.user, seen=given["revision"], done=done, whole=whole
        )
        return Response(section_state(application, section, mark))

    @extend_schema(
        parameters=[KEY], request={"multipart/form-data": shapes.FileUploadShape}, responses={201: shapes.FileShape}
    )
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def files(self, request: Request, number: str) -> HttpResponseBase:
        """Give a file for a paper or for a field of the form."""
        application = self.writable()
        code, uploads = str(request.data.get("code", "")), uploads_in(request.data)
        if not code or [name for name, _upload in uploads] != ["file"]:
            raise serializers.ValidationError({"file": [_("Send “code” and one “file” as multipart/form-data.")]})

        def add(kept: list[Any]) -> Response:
            [paper] = add_files(application, kept, request.user)
            return Response(file_row(paper), status=201)

        return once(request, add, prepare=lambda: keep_files([(code, uploads[0][1])]))

    @extend_schema(parameters=[KEY], responses={204: None})
    @action(detail=True, methods=["delete"], url_path=r"files/(?P<file>\d{1,18})")
    def remove_file(self, request: Request, number: str, file: str) -> HttpResponseBase:
        """Take a file out of the draft."""
        application = self.writable()

        def remove(_nothing: None) -> Response:
            paper = get_object_or_404(application.papers.filter(replaced_at=None), pk=file)
            if application.state != State.DRAFT:
                raise DraftClosed(_("This application is no draft any more, so nothing of yours was saved."))
            take_back_paper(application, paper.pk, request.user)
            return Response(status=204)

        return once(request, remove)

    @extend_schema(
        parameters=[KEY],
        request={"application/json": shapes.SubmissionShape, "multipart/form-data": shapes.SubmissionShape},
        responses={201: shapes.SubmittedShape},
    )
    @action(detail=True, methods=["post"], parser_classes=[SectionParser, MultiPartParser])
    def submission(self, request: Request, number: str) -> HttpResponseBase:
        """Submit, with the last files if there are any: all of it or nothing. 409 names the sections that are
        missing, or says that the window is closed."""
        application = self.writable()
        if application.applicant_id == request.user.pk:
            application.applicant = request.user
        if not isinstance(request.data, dict):
            raise serializers.ValidationError({"declaration": [_("Send an object or a form.")]})
        require_declaration(request.data)

        def prepare() -> list[Any]:
            is_open = "submit" in application_flow.open_steps(application, request.user)
            # Where it is not open, the flow says why; no file needs to be written for that. The calendar's look at its
            # table, once a second, belongs here as well: nobody should wait for it behind the lock.
            is_workday(clock.today())
            return keep_files(uploads_in(request.data)) if is_open else []

        def send(kept: list[Any]) -> Response:
            submit(application, kept, request.user)
            received = application.remembered("received", application.snapshots.last)
            return Response(summary(application, request) | {"received": received_row(received)}, status=201)

        return once(request, send, prepare=prepare)

    @extend_schema(responses=shapes.MessageShape(many=True))
    @action(detail=True, pagination_class=None)
    def messages(self, request: Request, number: str) -> Response:
        """What the portal told the enterprise's people about this application, newest first; at most 200."""
        application = self.get_object()
        members = application.enterprise.memberships.values("user")
        told = Message.objects.filter(
            case_reference=application.number, in_inbox=True, sensitive=False, recipient__in=members
        )
        rows = told.select_related("recipient").order_by("-pk")[:200]
        return Response([_message(row) for row in rows])

    @extend_schema(parameters=[KEY], request=StepSerializer, responses=shapes.ApplicationShape)
    @action(detail=True, methods=["post"])
    def take(self, request: Request, number: str) -> HttpResponseBase:
        """Take a step that needs no form, such as `withdraw`; 403 and 409 say why not."""
        application = self.get_object()
        given = StepSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        name, comment = given.validated_data["step"], given.validated_data.get("comment", "")
        if name not in application_flow.steps:
            raise serializers.ValidationError({"step": f"{', '.join(sorted(application_flow.steps))}"})

        # Outside the step's transaction: it is kept even if the step is refused.
        check_before(application_flow.steps[name], application, request.user)

        def step(_nothing: None) -> Response:
            application_flow.take(application, name, request.user, comment)
            return Response(summary(application, request))

        return once(request, step)


def _section(application: Application, slug: str) -> Section:
    found = section_named(application, slug)
    if found is None:
        raise Http404
    return found


def _facts(call: Call, given: dict[str, Any]) -> dict[str, Any]:
    try:
        return dict(Facts(rule_set(call.measure).vocabulary, given).values)
    except FactsError as error:
        raise Unfit({f"facts.{name}": [str(sentence)] for name, sentence in error.errors.items()}) from error


def _message(row: Message) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "to": str(row.recipient),
        "language": row.language,
        "subject": row.subject,
        "text": row.body,
        "created_at": row.created_at,
    }
