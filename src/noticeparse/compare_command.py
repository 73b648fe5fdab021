"""The command `compare`: two notices beside each other, or the many of a corpus."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from noticeparse.command_line import (
    encoding_option,
    language_option,
    mask_option,
    masked,
    notice_in,
    output_option,
    spoken,
    told,
)
from noticeparse.dashboard_command import write_dashboard

if TYPE_CHECKING:
    from noticeparse.model import Language

_EXAMPLES = """\b
Examples:
  noticeparse compare 2023.html 2024.html                   a bureau's earlier and later notice
  noticeparse compare --to html -o page.html a.txt b.docx   a page to read and print
  noticeparse compare corpus                                the notices of a corpus: reused wording, recurring issues …
  noticeparse compare --to csv -o tables/ corpus            the same as tables
  noticeparse compare --to json a.txt b.txt | jq '.figures[] | select(.verdict == "contradicted")'
"""
_RELATIONS = ("same_notice", "follow_up", "later_inspection", "same_bureau", "two_bureaus", "unknown")


@click.command(epilog=_EXAMPLES)
@click.argument("inputs", nargs=-1, required=True, metavar="A B | CORPUS")
@click.option("--to", "form", type=click.Choice(["terminal", "json", "html", "csv"]), default="terminal", show_default=True,
              help="For a person, as in schemas/comparison.schema.json, or one self-contained page; of a corpus also a folder of tables.")  # fmt: skip
@click.option("--relation", type=click.Choice(_RELATIONS), help="How B stands to A, where you know it better than the texts say.")
@language_option
@mask_option
@encoding_option
@output_option
def compare(
    inputs: tuple[str, ...], form: str, relation: str | None, language: Language | None, mask_persons: bool, encoding: str | None,
    output: TextIO | None,
) -> None:  # fmt: skip
    """Compare the notices A and B (text, HTML, DOCX, PDF; - is standard input), of one bureau or of two; or all notices of
    CORPUS, a folder that `noticeparse batch` made.

    Which issues are in both, how they stand, what was promised and later reported, which figures changed, contradict
    each other or were repeated. Of a corpus: what `noticeparse list comparisons` lists.

    Exit status: 0 compared; 1 some figures contradict each other; 2 an input could not be read or the arguments are
    wrong.
    """
    if len(inputs) == 1 and Path(inputs[0]).is_dir():
        _refuse_what_a_corpus_settled(relation=relation, mask_persons=mask_persons, encoding=encoding)
        compare_corpus(inputs[0], form, spoken(language), output)
    elif form == "csv":
        raise click.UsageError("csv is for a corpus; of two notices there are terminal, json and html")
    elif len(inputs) == 2:
        if compare_two(inputs, form, relation, spoken(language), encoding, output or sys.stdout, mask_persons=mask_persons):
            sys.exit(1)
    else:
        raise click.UsageError(f"give two notices, A and B; here {'is 1' if len(inputs) == 1 else f'are {len(inputs)}'}")


def _refuse_what_a_corpus_settled(**options: str | bool | None) -> None:
    """A corpus is compared as it is: names are masked, and bytes decoded, when `batch` makes it."""
    for name, value in options.items():
        if value:
            option = name.replace("_", "-")
            where = "; give it to batch" if name == "mask_persons" else ""
            raise click.UsageError(f"--{option} is for two notices, not for a corpus{where}")


def compare_two(
    inputs: tuple[str, ...], form: str, relation: str | None, language: Language, encoding: str | None, out: TextIO, *,
    mask_persons: bool = False,
) -> bool:  # fmt: skip
    """Write the comparison of two files; whether they contradict each other."""
    from noticeparse.compare import compare as compare_notices
    from noticeparse.export.comparison import write_comparison

    with told("compare"):
        a, b = (notice_in(name, encoding) for name in inputs)
        if mask_persons:
            a, b = masked(a), masked(b)
        found = compare_notices(a, b, relation=relation)  # type: ignore[arg-type]
        write_comparison(found, a, b, out, to=form, language=language)  # type: ignore[arg-type]
    return found.contradicts


def compare_corpus(folder: str, form: str, language: Language, output: TextIO | None) -> None:
    """Write the comparison of the notices of the corpus `folder`: X01 to X10, as a page the dashboard.

    Exit status 2 where it is no corpus, a library is missing or the output cannot be written.
    """
    from noticeparse.export.across import write_across

    if form == "csv" and output is None:
        raise click.UsageError("csv is a folder of files: name one with -o FOLDER")
    with told("dashboard" if form == "html" else "corpus"):
        if form == "html":
            write_dashboard(folder, language, output or sys.stdout)
        else:
            from noticeparse.corpus import Corpus

            target = output.name if form == "csv" and output else output or sys.stdout
            write_across(Corpus(folder).compare(), target, to=form, language=language)
