"""The child process of `portal.core.imports.reading`. Run as a file and isolated, so that it imports none of ours."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # At the end: nothing here may stand in the place of Python's own modules.
    sys.path.append(str(Path(__file__).resolve().parent))
    from child.job import main

    main()
