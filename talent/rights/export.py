"""A copy of everything for the person: one JSON and the papers, as a ZIP that is made while it is sent.

Nothing of it touches the disk, and no more than one paper is in memory at a time.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator

from django.core.serializers.json import DjangoJSONEncoder

from portal.accounts.models import User
from portal.attachments.actions import open_content
from portal.attachments.enums import ScanState
from portal.audit.actions import record
from portal.core import clock
from talent import clear
from talent.enums import ClearField
from talent.models import CasePaperFile, Person, PersonPaper
from talent.rights import of_cases
from talent.rights.kept import as_data, file_name

PIECE = 256 * 1024


class _Sink:
    """What `zipfile` writes to; it can't go back in it, so the archive is written straight through."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass

    def take(self) -> Iterator[bytes]:
        parts, self.parts = self.parts, []
        yield from parts


def export(person: Person, viewer: User) -> Iterator[bytes]:
    """Written down at once, before the first byte goes out. Papers that did not pass the check for malware stay here,
    and the JSON names them."""
    text = json.dumps(as_data(person, viewer), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    own = person.papers.filter(attachment__state=ScanState.CLEAN).select_related("attachment", "member")
    given = [row for row in of_cases.files_of(person) if row.attachment.state == ScanState.CLEAN]
    papers = [(file_name(paper), paper) for paper in own] + [(of_cases.file_name(row), row) for row in given]
    for _name, paper in papers:
        case = paper.case.number if isinstance(paper, CasePaperFile) else ""
        clear.note(paper.member or person, ClearField.FILE, viewer, "export", paper=paper.pk, case=case)
    record(scope=f"person:{person.pk}", verb="export", actor=viewer, target=person, data={"papers": len(papers)})
    return _archive(text, papers)


def _archive(text: str, papers: list[tuple[str, PersonPaper | CasePaperFile]]) -> Iterator[bytes]:
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[arg-type]
        archive.writestr(_entry("data.json"), text)
        yield from sink.take()
        for name, paper in papers:
            with open_content(paper.attachment) as content, archive.open(_entry(name), "w") as entry:
                while piece := content.read(PIECE):
                    entry.write(piece)
                    yield from sink.take()
    yield from sink.take()


def _entry(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, clock.now().timetuple()[:6])
