"""The child process of `portal.core.pdf`: data on standard input, PDF on standard output. No Django here."""

import resource
import sys
from pathlib import Path

import noto_cjk_sans_otc
import typst

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "pdf"
CPU_SECONDS = 15
MEMORY = 1024 * 1024 * 1024


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    pdf = typst.compile(
        str(TEMPLATES / f"{Path(sys.argv[1]).name}.typ"),
        root=str(TEMPLATES),
        font_paths=[str(Path(noto_cjk_sans_otc.__file__).parent)],
        ignore_system_fonts=True,
        sys_inputs={"data": sys.stdin.read()},
        timestamp=0,
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
