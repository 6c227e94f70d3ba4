"""PDF by Typst, in a child process: the web workers stay small and a hostile text can't take them down."""

import json
import subprocess  # noqa: S404  (our own module, with fixed arguments)
import sys
from typing import Any

from portal.core.exceptions import PortalError

TIME_LIMIT = 20


class PdfError(PortalError):
    """The document could not be made."""


def render(template: str, data: dict[str, Any]) -> bytes:
    """Compile `templates/pdf/<template>.typ` with `data` as JSON; the same data gives the same bytes.

    The data reach Typst as values, so that no text in them is ever read as markup.
    """
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "portal.core.pdf_worker", template],
            input=json.dumps(data, ensure_ascii=False).encode(),
            capture_output=True,
            timeout=TIME_LIMIT,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise PdfError(f"{template}: no PDF within {TIME_LIMIT} s") from error
    except subprocess.CalledProcessError as error:
        raise PdfError(f"{template}: {error.stderr.decode(errors='replace')[-500:]}") from error
    return done.stdout
