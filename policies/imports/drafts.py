"""An import of documents or measures: one edit for each row, sent to the second pair of eyes when nothing blocks it."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from policies.checks import in_a_row
from policies.editing.drafts import open_draft, open_new, save_draft
from policies.editing.editors import Content
from policies.editing.staleness import mark_stale
from policies.editing.versions import bare, base_of, stamp_of
from policies.enums import RevisionSubject
from policies.imports import parts
from policies.imports.noun import Noun
from policies.models import ImportJob, Revision
from policies.workflow import revision_flow
from portal.accounts.models import User
from portal.core.exceptions import PortalError
from portal.core.imports.cells import Value

LANGUAGES = {"zh": "zh-hans", "en": "en"}
SENTENCE = 300
# Every checker is told of every edit that waits; of more than these their list speaks for itself.
SENT_AT_ONCE = 20
JSON = frozenset({"eligibility", "subsidy", "examples"})


class DraftNoun(Noun):
    """Rows become the content of edits (`policies/editing`); the public rows stay as they are."""

    by_draft = True
    subject: RevisionSubject

    def write(
        self, job: ImportJob, names: Sequence[str], new: list[list[Value]], changed: list[tuple[int, list[Value]]]
    ) -> None:
        author = job.person
        few = job.new_count + job.changed_count <= SENT_AT_ONCE
        for values in new:
            draft = open_new(author, self.subject)
            self._fill(draft, names, values, few)
        targets = self.model._default_manager.in_bulk([pk for pk, _values in changed])
        for pk, values in changed:
            self._fill(open_draft(author, targets[pk]), names, values, few)

    def _fill(self, draft: Revision, names: Sequence[str], values: list[Value], send: bool) -> None:
        content = json.loads(json.dumps(draft.content))
        before = json.loads(json.dumps(content))
        for name, value in zip(names, values, strict=True):
            put(content, self.subject, name, value)
        if self.subject == RevisionSubject.POLICY:
            mark_stale(content, base_of(draft), content.get("still_right", {}))
        sentences = self._sentences(bare(before), bare(content), names, is_new=draft.target is None)
        draft = save_draft(draft, content=content, stamp=stamp_of(draft), publish_at=None, **sentences)
        if send and draft.author is not None:
            self._send(draft, draft.author)

    def _send(self, draft: Revision, author: User) -> None:
        """To the second pair of eyes; what blocks it stands on the draft's own page for its author to mend."""
        try:
            revision_flow.take(draft, "submit_for_check", author)
        except PortalError:
            return

    def _sentences(self, before: Content, after: Content, names: Sequence[str], *, is_new: bool) -> dict[str, str]:
        """What followers read, in both languages; the author may write it better in the draft."""
        changed = [name for name in names if get(before, name) != get(after, name)]
        sentences = {}
        for half, language in LANGUAGES.items():
            with translation.override(language):
                headings = in_a_row(str(self.headings[name]) for name in changed)
                if is_new:
                    title = after["fields"].get(f"title_{half}") or after["fields"]["title_zh"]
                    text = _("New: %(title)s") % {"title": title}
                else:
                    text = _("Changed: %(columns)s") % {"columns": headings}
                sentences[f"summary_{half}"] = capfirst(text)[:SENTENCE]
        return sentences


def put(content: Content, subject: str, name: str, value: Value) -> None:
    """A value where the editors keep it: columns in `fields`, codes and rules beside them."""
    if name in parts.PARTS:
        parts.put(content, name, value)
    elif name in JSON:
        content[name] = json.loads(str(value))
    elif name in content:
        content[name] = value if value is not None or subject == RevisionSubject.POLICY else ""
    elif name == "usd_cny" and value is not None:
        content["fields"][name] = f"{_decimal(value):f}"
    elif name == "article" and value is None and content["fields"].get("article"):
        return
    else:
        content["fields"][name] = value


def get(content: Content, name: str) -> Any:
    if name in parts.PARTS:
        return parts.get(content, name)
    return content[name] if name in content else content["fields"].get(name)


def _decimal(value: Value) -> Decimal:
    return Decimal(str(value)).normalize()
