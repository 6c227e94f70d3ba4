"""What was received, frozen: canonical JSON and its SHA-256."""

import json
from hashlib import sha256
from typing import Any

from enterprises.evaluation import result_of
from enterprises.models import Application, Snapshot
from enterprises.sections import counted_answers, definition, live_papers
from portal.core import clock


def written_content(application: Application) -> dict[str, Any]:
    """What the applicant wrote and gave, in a form that does not depend on order: what is signed, and sent."""
    return {
        "number": application.number,
        "call": application.call.code,
        "measure": application.call.measure.code,
        "enterprise": {"credit_code": application.enterprise.credit_code, "name": application.enterprise.name},
        "form": definition(application).number,
        "facts": application.facts,
        "answers": counted_answers(application),
        "papers": [
            {
                "code": paper.code,
                "name": paper.attachment.original_name,
                "size": paper.attachment.size,
                "sha256": paper.attachment.sha256,
            }
            for paper in live_papers(application)
        ],
    }


def content_of(application: Application) -> dict[str, Any]:
    """Everything the applicant sent and what the rules said of it."""
    return written_content(application) | {"result": result_of(application).as_dict("zh-hans")}


def fingerprint(content: dict[str, Any]) -> str:
    return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def take_snapshot(application: Application, number: int) -> Snapshot:
    content = content_of(application)
    return Snapshot.objects.create(
        application=application, number=number, taken_at=clock.now(), content=content, sha256=fingerprint(content)
    )
