"""The child process of `portal.core.pdf`: data on standard input, PDF on standard output. No Django here."""

import resource
import sys
from collections.abc import Callable
from pathlib import Path

CPU_SECONDS = 15
MEMORY = 1024 * 1024 * 1024
TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "pdf"


def main(template: str, how: str = "one", count: str = "1") -> None:
    # Before the first byte of the data is read; a second of time more for each of many documents.
    seconds = CPU_SECONDS + int(count) - 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    compile_one = compiler(Path(template).name)
    out = sys.stdout.buffer
    if how == "one":
        out.write(compile_one(sys.stdin.buffer.read().decode()))
        return
    for line in sys.stdin.buffer:
        pdf = compile_one(line.decode())
        out.write(len(pdf).to_bytes(8, "big") + pdf)


def compiler(template: str) -> Callable[[str], bytes]:
    import typst
    from noto_cjk_sans_otc import FONT_PATH

    # Our font only, so that every machine makes the same bytes. The package carries the regular weight alone.
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(Path(str(FONT_PATH)).parent)]
    )
    made = typst.Compiler(root=str(TEMPLATES), font_paths=fonts)
    files = {path.name: path.read_bytes() for path in TEMPLATES.glob("_*.typ")}
    files["main"] = (TEMPLATES / f"{template}.typ").read_bytes()
    # The data are a file beside the templates, not an input of the whole: with another input Typst reads all templates
    # anew. "Today" of a template would differ from day to day; a date comes from the data.
    return lambda data: made.compile(input=files | {"data.json": data.encode()}, format="pdf", timestamp=0)


if __name__ == "__main__":
    main(*sys.argv[1:])
