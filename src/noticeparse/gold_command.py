"""The command `gold`: what annotators made in Label Studio, as gold files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, Any

import click

from noticeparse.command_line import told

_EXAMPLES = """\b
Examples:
  noticeparse gold --interface > interface.xml          the labelling interface of the project
  noticeparse export --to label-studio *.html -o batch.tasks.json
  noticeparse gold project-1-export.json -o gold/       one file a notice
  noticeparse gold project-1-export.json > gold.jsonl   one object a line
"""


@click.command(epilog=_EXAMPLES)
@click.argument("export", required=False, type=click.File("rb"), metavar="[EXPORT]")
@click.option("-o", "--output", type=click.Path(file_okay=False), metavar="FOLDER", help="Write one file a notice here.")
@click.option("--interface", is_flag=True, help="Print the labelling interface to paste into a project.")
def gold(export: IO[bytes] | None, output: str | None, interface: bool) -> None:
    """Read gold back from EXPORT, the JSON a Label Studio project exports (- is standard input).

    Exit status: 0 all read; 2 the export is none, or a region is not where its words stand.
    """
    from noticeparse.export.label_studio import INTERFACE
    from noticeparse.export.label_studio_gold import read_label_studio

    if interface:
        click.echo(INTERFACE, nl=False)
        return
    if export is None:
        raise click.UsageError("name the export of a project, or ask for --interface")
    with told():
        records = read_label_studio(export.read(), name=export.name)
        if output is None:
            for record in records:
                click.echo(json.dumps(record, ensure_ascii=False))
        else:
            _write_files(records, Path(output))


def _write_files(records: list[dict[str, Any]], folder: Path) -> None:
    """One file a record, named after its notice (only the last part of the name counts)."""
    from noticeparse.export.filed import file_names

    folder.mkdir(parents=True, exist_ok=True)
    for name, record in zip(file_names(str(record["source"]) for record in records), records, strict=True):
        text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8", newline="\n")
