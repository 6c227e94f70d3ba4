"""Where an application stands, as data: its state, what is in its sections, what is missing, what was received."""

from collections.abc import Iterable
from typing import Any

from rest_framework.fields import DateTimeField
from rest_framework.request import Request
from rest_framework.reverse import reverse

from enterprises.call_forms.section_form import missing as missing_fields
from enterprises.drafting import marks_of
from enterprises.evaluation import rule_set_of
from enterprises.models import Application, Paper, SectionMark, Snapshot
from enterprises.permissions import current_item
from enterprises.sections import (
    ANSWER_FIELDS,
    FROM_FILE,
    Section,
    answers_so_far,
    definition,
    live_papers,
    names_of,
    papers_to_upload,
    sections_of,
)
from enterprises.workflow import application_flow
from policies.forms import facts_from_json
from policies.rules import questions
from policies.rules.result import plain

_moment = DateTimeField().to_representation


def summary(application: Application, request: Request) -> dict[str, Any]:
    """A row of the list; one query for its work item unless the list brought it."""
    item = current_item(application)
    return {
        "number": application.number,
        "url": reverse("application-detail", args=[application.number], request=request),
        "call": application.call.code,
        "enterprise": application.enterprise.credit_code,
        "state": application.state,
        "state_label": str(application.reader_state),
        "steps": sorted(application_flow.open_steps(application, request.user)),
        "call_state": application.call.state,
        "closes_at": _moment(application.call.closes_at),
        "submitted_at": _moment(application.submitted_at) if application.submitted_at else None,
        "due": {"desk": item.desk, "on": item.due_on, "provisional": item.due_provisional} if item else None,
    }


def detail(application: Application, request: Request) -> dict[str, Any]:
    marks = marks_of(application)
    sections = sections_of(application)
    states = [section_state(application, one, marks.get(one.slug)) for one in sections]
    return summary(application, request) | {
        "form_version": definition(application).number,
        "sections": states,
        "missing": [state["slug"] for state in states if not state["complete"]],
        "files": [file_row(paper) for paper in live_papers(application)],
        "received": _received(application),
    }


def kind_of(section: Section) -> str:
    return {"conditions": "facts", "papers": "files"}.get(section.slug, "answers")


def section_state(application: Application, section: Section, mark: SectionMark | None) -> dict[str, Any]:
    prefix = "fact:" if section.slug == "conditions" else "answer:"
    names = names_of(application, section.slug)
    own = {target.removeprefix(prefix): one for target, one in application.sources.items() if target.startswith(prefix)}
    return {
        "slug": section.slug,
        "title": str(section.title),
        "kind": kind_of(section),
        "complete": section.complete(application),
        "revision": mark.revision if mark else 0,
        "saved_at": _moment(mark.saved_at) if mark and mark.saved_at else None,
        "values": values_of(application, section),
        "sources": {name: one for name, one in own.items() if section.slug == "conditions" or name in names},
        "missing": [{"code": code, "label": label} for code, label in _missing(application, section)],
    }


def values_of(application: Application, section: Section) -> dict[str, Any]:
    """As they are sent: facts in plain JSON, answers as the form keeps them, of the papers nothing."""
    if section.slug == "conditions":
        return {name: plain(value) for name, value in facts_from_json(application.facts).items()}
    names = names_of(application, section.slug)
    return {name: value for name, value in application.answers.items() if name in names}


def _missing(application: Application, section: Section) -> Iterable[tuple[str, str]]:
    if section.form is not None:
        for field in missing_fields(section.form, answers_so_far(application)):
            yield field.paper_code if field.is_file else field.code, field.label
    elif section.slug == "conditions":
        for question in questions(rule_set_of(application)):
            if question.field not in FROM_FILE and question.field not in application.facts:
                yield question.field, question.label
    elif section.slug == "papers":
        given = {paper.code for paper in live_papers(application)}
        for paper in papers_to_upload(application):
            if paper.code not in given:
                yield paper.code, paper.title
    else:
        for field in ANSWER_FIELDS:
            if field.section == section.slug and not application.answers.get(field.name):
                yield field.name, str(field.label)


def file_row(paper: Paper) -> dict[str, Any]:
    attachment = paper.attachment
    return {
        "id": paper.pk,
        "code": paper.code,
        "name": attachment.original_name,
        "size": attachment.size,
        "sha256": attachment.sha256,
        "check": attachment.state,
    }


def _received(application: Application) -> dict[str, Any] | None:
    return received_row(application.snapshots.last()) if application.submitted_at else None


def received_row(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "snapshot": snapshot.number,
        "sha256": snapshot.sha256,
        "code": snapshot.code,
        "taken_at": _moment(snapshot.taken_at),
    }
