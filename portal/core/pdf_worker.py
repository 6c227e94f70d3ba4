"""The child process of `portal.core.pdf`: data on standard input, PDF on standard output. No Django here."""

import resource
import sys
from pathlib import Path

CPU_SECONDS = 15
MEMORY = 1024 * 1024 * 1024
TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "pdf"


def main(template: str) -> None:
    # Before the first byte of the data is read.
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    import typst
    from noto_cjk_sans_otc import FONT_PATH

    # Our font only, so that every machine makes the same bytes. The package carries the regular weight alone.
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(Path(str(FONT_PATH)).parent)]
    )
    compiler = typst.Compiler(root=str(TEMPLATES), font_paths=fonts)
    pdf = compiler.compile(
        input=str(TEMPLATES / f"{Path(template).name}.typ"),
        format="pdf",
        sys_inputs={"data": sys.stdin.buffer.read().decode()},
        # "Today" of a template would differ from day to day; a date comes from the data.
        timestamp=0,
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main(sys.argv[1])
