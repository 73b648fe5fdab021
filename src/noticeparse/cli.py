"""The command `noticeparse`: one sub-command per public function."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from noticeparse.model import Notice

_EXAMPLES = """\b
Examples:
  noticeparse parse notice.html                    the outline as a tree
  noticeparse parse --to json notice.docx          one JSON object
  noticeparse parse --to json *.txt > all.jsonl    one JSON object a line
  curl -s URL | noticeparse parse --to md -        from standard input
"""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="noticeparse")
def main() -> None:
    """Parse published Chinese rectification notices (巡视/巡察/督察/审计整改情况通报).

    \b
    Example:
      noticeparse parse --to json notice.html
    """
    _speak_utf8()


@main.command(epilog=_EXAMPLES)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--to", "form", type=click.Choice(["outline", "json", "md"]), default="outline", show_default=True,
              help="Tree for reading, JSON as in schemas/notice.schema.json, or Markdown.")  # fmt: skip
@click.option("--encoding", help="Encoding of the input, where it is known better than the file says.")
@click.option("--indent", type=click.IntRange(0, 8), help="Indent of a single JSON object (default: one line).")
@click.option("-o", "--output", type=click.File("w", encoding="utf-8", lazy=True), help="Write here instead of standard output.")
def parse(files: tuple[str, ...], form: str, encoding: str | None, indent: int | None, output: TextIO | None) -> None:
    """Parse FILE... (text, HTML, DOCX, PDF; - is standard input).

    Exit status: 0 all parsed; 2 an input could not be read (named on standard error; the others are printed).
    """
    from noticeparse.errors import UnreadableError
    from noticeparse.pipeline import parse as parse_document
    from noticeparse.read import read

    out = output or sys.stdout
    failed = False
    for n, name in enumerate(_with_progress(files)):
        try:
            notice = parse_document(read(name, encoding=encoding))
        except UnreadableError as error:
            click.echo(f"noticeparse: {error}", err=True)
            failed = True
            continue
        if form == "json":
            out.write(notice.model_dump_json(indent=indent if len(files) == 1 else None) + "\n")
        else:
            if n and len(files) > 1:
                out.write("\n")
            _show(notice, form, out)
    if failed:
        sys.exit(2)


@main.command()
@click.argument("name", type=click.Choice(["notice", "finding"]), default="notice")
def schema(name: str) -> None:
    """Print the JSON Schema of the output.

    \b
    Example:
      noticeparse schema notice > notice.schema.json
    """
    import json

    from noticeparse.schema import json_schema

    click.echo(json.dumps(json_schema(name), ensure_ascii=False, indent=2))


def _show(notice: Notice, form: str, out: TextIO) -> None:
    from noticeparse.show import markdown, print_outline

    if form == "md":
        out.write(markdown(notice))
    else:
        print_outline(notice, out)


def _with_progress(files: tuple[str, ...]) -> Iterable[str]:
    """The files, with a progress bar on standard error where there are many and a person is watching."""
    if len(files) < 5 or not sys.stderr.isatty() or sys.stdout.isatty():
        return files
    from rich.console import Console
    from rich.progress import track

    return track(files, description="parse", console=Console(stderr=True))


def _speak_utf8() -> None:
    """Write UTF-8 whatever the console's code page is: the notices are Chinese everywhere."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and (getattr(stream, "encoding", "") or "").lower().replace("-", "") != "utf8":
            reconfigure(encoding="utf-8", errors="replace" if stream is sys.stderr else "strict")


if __name__ == "__main__":
    main()
