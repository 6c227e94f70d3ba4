"""The editors: one class for each thing that can be edited, found by the revision's subject.

An editor knows how its thing becomes data (`read`, `empty`) and rows again (`apply`), what blocks its publication
(`problems`), what differs between two versions (`compare`), and it is the form in which officials write.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.module_loading import import_string

from policies.editing.differences import Difference
from policies.enums import RevisionSubject

Content = dict[str, Any]
EDITORS = {
    RevisionSubject.POLICY: "policies.editing.policy_editor.PolicyEditor",
    RevisionSubject.MEASURE: "policies.editing.measure_editor.MeasureEditor",
}


class Editor(Protocol):
    """`template` is the inner template of the edit page; it finds the editor's `context()` in its context."""

    template: str

    @classmethod
    def read(cls, target: Any) -> Content:
        """The live rows as data."""

    @classmethod
    def empty(cls) -> Content:
        """The data of a thing that does not exist yet."""

    @classmethod
    def apply(cls, content: Content, target: Any | None) -> Any:
        """Write the data to the live rows (of a new thing: None), inside the publishing transaction."""

    @classmethod
    def problems(cls, content: Content) -> list[str]:
        """Sentences that say what must be mended first; any of them blocks publication."""

    @classmethod
    def compare(cls, old: Content, new: Content) -> list[Difference]: ...

    def __init__(self, content: Content, data: Mapping[str, Any] | None = None) -> None: ...

    def is_valid(self) -> bool:
        """What was typed can be kept. Gaps may stay in a draft: they are among `problems`.

        An editor with a true `redisplays` had a button of its own pressed: the page is drawn again, nothing is saved.
        """

    def content(self) -> Content:
        """What a valid form holds, as data."""

    def context(self) -> dict[str, Any]: ...


def editor_of(subject: str) -> type[Editor]:
    return import_string(EDITORS[RevisionSubject(subject)])
