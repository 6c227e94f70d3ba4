"""PDF by Typst, in a child process: the web workers stay small and a hostile text can't take them down."""

import json
import logging
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.core.exceptions import PortalError

TIME_LIMIT = 20
# Each of many documents comes behind its length.
LENGTH = 8
# Run as a file and isolated (-I): importing it as a module would import Celery first, which takes longer than the PDF.
WORKER = Path(__file__).with_name("pdf_worker.py")
logger = logging.getLogger(__name__)


class PdfError(PortalError):
    """The document could not be made; the log says why."""

    status = 503


def render(template: str, data: dict[str, Any]) -> bytes:
    """Compile `templates/pdf/<template>.typ` with `data` as JSON; the same data gives the same bytes.

    The data reach Typst as values, so that no text in them is ever read as markup. Takes 0.1 s of CPU and no
    database connection should wait for it. Raises PdfError.
    """
    return _child(template, [_line(data)], "one")


def render_many(template: str, several: Sequence[dict[str, Any]]) -> list[bytes]:
    """The same for many data, by one child process that loads font and template once: the time of a start is paid
    once. Raises PdfError, and then there is none of them."""
    if not several:
        return []
    written, found = _child(template, [_line(data) for data in several], "many"), []
    while written:
        length = int.from_bytes(written[:LENGTH], "big")
        found.append(written[LENGTH : LENGTH + length])
        written = written[LENGTH + length :]
    if len(found) != len(several):
        logger.error("PDF %s: %s documents of %s", template, len(found), len(several))
        raise PdfError(_("The document could not be made. Try again in a few minutes."))
    return found


def _line(data: dict[str, Any]) -> bytes:
    # Half a surrogate pair can't be written as UTF-8; a question mark stands for it.
    return json.dumps(data, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")


def _child(template: str, lines: Sequence[bytes], how: str) -> bytes:
    limit = TIME_LIMIT + len(lines) - 1
    try:
        done = subprocess.run(  # noqa: S603  (our own file, and the name of a template of ours)
            [sys.executable, "-I", str(WORKER), template, how, str(len(lines))],
            input=b"\n".join(lines),
            capture_output=True,
            timeout=limit,
            check=True,
            # The child needs no secret of ours; few threads, because each of many cores would reserve its share of the
            # memory that the child may have.
            env={"RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"},
        )
    except subprocess.TimeoutExpired as error:
        logger.exception("PDF %s: nothing within %s s", template, limit)
        raise PdfError(_("The document could not be made. Try again in a few minutes.")) from error
    except subprocess.CalledProcessError as error:
        logger.exception("PDF %s: %s", template, error.stderr.decode("utf-8", "replace")[-2000:])
        raise PdfError(_("The document could not be made. Try again in a few minutes.")) from error
    return done.stdout
