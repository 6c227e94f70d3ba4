"""Traditional characters and their simplified forms, one for one, so that places in a text stay where they are.

OpenCC knows them and takes several megabytes to say so; it is asked once, in a process of its own, and the answer is
kept in the run folder.
"""

import json
import logging
import os
import subprocess
import sys
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

ASK = """
import json, opencc
ask = opencc.OpenCC("t2s").convert
signs = [chr(code) for block in ((0x3400, 0xA000), (0xF900, 0xFB00)) for code in range(*block)]
pairs = {sign: ask(sign) for sign in signs}
print(json.dumps({one: other for one, other in pairs.items() if other != one and len(other) == 1}))
"""
TIME_LIMIT = 60
logger = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def table() -> dict[int, str]:
    """For `str.translate`. Without OpenCC's answer (a broken installation) traditional characters stay as they are."""
    kept = Path(settings.VAR) / f"simplified-{version('opencc')}.json"
    try:
        pairs = json.loads(kept.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        pairs = _ask()
        if pairs:
            _keep(kept, pairs)
    return {ord(one): other for one, other in pairs.items()}


def _ask() -> dict[str, str]:
    try:
        done = subprocess.run(  # noqa: S603  (our own text above)
            [sys.executable, "-c", ASK], capture_output=True, check=True, timeout=TIME_LIMIT
        )
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        logger.exception("OpenCC gives no table: traditional characters are not found by simplified ones")
        return {}


def _keep(path: Path, pairs: dict[str, str]) -> None:
    """Whole or not at all: several processes may start at once."""
    draft = path.with_suffix(f".{os.getpid()}")
    try:
        draft.write_text(json.dumps(pairs), encoding="utf-8")
        draft.replace(path)
    except OSError:
        logger.exception("the table of simplified characters can't be kept in %s", path)
