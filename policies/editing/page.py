"""The page of one edit: what it says, what changes, what blocks it, whom it touches, who may act."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from policies.editing.desk import TONES, on_their_way
from policies.editing.differences import Difference
from policies.editing.editors import Content, Editor, editor_of
from policies.editing.moment import MomentForm, SummaryForm
from policies.editing.versions import bare, base_of, base_version, stamp_of
from policies.enums import RevisionState
from policies.impact import impact, rules_changed
from policies.models import Revision
from policies.notifications import title_of
from policies.workflow import revision_flow
from portal.accounts.models import User
from portal.core.dates import moment_text


def may_write(revision: Revision, user: User) -> bool:
    """Only its author writes a draft: then whoever checks it reads the work of one other person."""
    return "submit_for_check" in revision_flow.open_steps(revision, user)


def page(revision: Revision, user: User, *, editor: Editor | None = None, wants_impact: bool = False) -> dict[str, Any]:
    """`editor` is the bound form where something in it could not be kept."""
    kind, content = editor_of(revision.subject), bare(revision.content)
    live = kind.read(revision.target) if revision.target is not None and revision.is_open else None
    before = _previous(revision) if not revision.is_open else live
    editing = may_write(revision, user)
    if editing and editor is None:
        editor = kind(revision.content)
    changed = revision.state == RevisionState.CHECKING and rules_changed(before, content)
    return {
        "title": revision.number,
        "revision": revision,
        "heading": title_of(revision),
        "state": RevisionState(revision.state),
        "tone": TONES[RevisionState(revision.state)],
        "facts": _facts(revision),
        "steps": _steps(revision, user),
        "stamp": stamp_of(revision),
        "editor": editor if editing else None,
        "edit_template": kind.template,
        "summary_form": SummaryForm(revision) if editing else None,
        "differences": _compare(kind, before, content),
        "is_new": before is None,
        "problems": kind.problems(revision.content) if revision.is_open else [],
        "warnings": getattr(kind, "warnings", lambda content: [])(revision.content) if revision.is_open else [],
        "newer": _newer(revision, kind, live),
        "collisions": revision.content.get("collisions", []) if revision.is_open else [],
        "impact": impact(revision.target, before, content) if changed or wants_impact else None,
        "others": on_their_way(revision.target, but=revision) if live is not None else [],
        "events": _events(revision),
        "urls": _urls(revision),
    }


def _compare(kind: type[Editor], before: Content | None, content: Content) -> list[Difference]:
    return kind.compare(before, content) if before is not None else []


def _previous(revision: Revision) -> Content | None:
    """What a published version followed."""
    if revision.target is None or revision.version is None:
        return None
    older = revision.target.revisions.filter(version__lt=revision.version).order_by("-version")
    found = older.values_list("content", flat=True).first()
    return bare(found) if found is not None else None


def _newer(revision: Revision, kind: type[Editor], live: Content | None) -> dict[str, Any] | None:
    """What was published since the draft was begun, for whoever has to take it over."""
    if live is None:
        return None
    began_with = base_of(revision)
    if revision.target.version == base_version(revision) and (began_with is None or bare(began_with) == live):
        return None
    between = kind.compare(bare(began_with), live) if began_with is not None else []
    return {"version": revision.target.version, "differences": between}


def _facts(revision: Revision) -> list[dict[str, str]]:
    facts = [
        {"label": _("Drafted by"), "value": str(revision.author) if revision.author else _("From a file")},
        {"label": _("Who acts now"), "value": _who(revision)},
    ]
    if revision.state == RevisionState.PUBLISHED:
        facts.append({"label": _("Published"), "value": moment_text(revision.published_at)})
    elif revision.is_open:
        when = moment_text(revision.publish_at) if revision.publish_at else _("once it is checked")
        facts.append({"label": _("To be published"), "value": when})
    return facts


def _who(revision: Revision) -> str:
    return {
        RevisionState.DRAFT: _("Its author"),
        RevisionState.CHECKING: _("Anybody who edits, except its author"),
        RevisionState.SCHEDULED: _("The portal, on its day"),
    }.get(RevisionState(revision.state), _("Nobody: it is finished"))


def _steps(revision: Revision, user: User) -> dict[str, dict[str, Any]]:
    """The open steps by name, each with what its form needs."""
    return {
        name: {
            "name": name,
            "label": step.label,
            "url": reverse("admin:policies_revision_step", args=[revision.pk, name]),
            "comment": step.comment,
            "careful": step.careful,
            "form": MomentForm(revision) if name == "reschedule" else None,
        }
        for name, step in revision_flow.open_steps(revision, user).items()
    }


def _events(revision: Revision) -> list[dict[str, str]]:
    """For components/timeline.html."""
    return [
        {
            "title": str(revision_flow.steps[move.step].done),
            "state": "done",
            "note": str(move.actor or _("The portal")),
            "when": f"{moment_text(move.at)}{' · ' if move.comment else ''}{move.comment}",
        }
        for move in revision.transitions.select_related("actor")
    ]


def _urls(revision: Revision) -> dict[str, str]:
    subject = revision.subject
    urls = {name: reverse(f"admin:policies_revision_{name}", args=[revision.pk]) for name in ("preview", "take_over")}
    urls["list"] = reverse("admin:policies_revision_changelist")
    if revision.target is not None:
        urls["live"] = reverse(f"admin:policies_{subject}_change", args=[revision.target.pk])
        urls["public"] = revision.target.get_absolute_url()
        urls["versions"] = f"{urls['list']}?{subject}={revision.target.pk}"
    return urls
