"""The command `noticeparse`: one sub-command per public function."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TextIO

import click

from noticeparse import (
    compare_command,
    coverage_command,
    dashboard_command,
    export_command,
    gold_command,
    serve_command,
)
from noticeparse.command_line import (
    Commands,
    encoding_option,
    extend_option,
    language_option,
    mask_option,
    masked,
    notice_in,
    output_option,
    spoken,
    tell,
    told,
)

if TYPE_CHECKING:
    from noticeparse.check import Settings
    from noticeparse.corpus.batch import Report
    from noticeparse.export import Filed
    from noticeparse.model import Language, Notice

_EXAMPLES = """\b
Examples:
  noticeparse parse notice.html                    the outline as a tree
  noticeparse parse --to json notice.docx          one JSON object
  noticeparse parse --to json *.txt > all.jsonl    one JSON object a line
  curl -s URL | noticeparse parse --to md -        from standard input
"""

_CHECK_EXAMPLES = """\b
Examples:
  noticeparse check notice.html                          findings, each with its words
  noticeparse check --to html -o report.html notice.docx a page to read and print
  noticeparse check --to html -o reports/ *.txt          one page for each
  noticeparse check --select S,N02 --ignore S05 *.txt    some rules only
  noticeparse check --lang en notice.html                in English
  noticeparse check --to sarif -o all.sarif *.html       for code scanning
  noticeparse check --fix-plan fixes.json notice.txt     suggestions, to accept one by one
"""


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
@encoding_option
@extend_option
@click.option("--indent", type=click.IntRange(0, 8), help="Indent of a single JSON object (default: one line).")
@mask_option
@output_option
def parse(
    files: tuple[str, ...], form: str, encoding: str | None, extend: tuple[str, ...], indent: int | None,
    mask_persons: bool, output: TextIO | None,
) -> None:  # fmt: skip
    """Parse FILE... (text, HTML, DOCX, PDF; - is standard input).

    Exit status: 0 all parsed; 2 an input could not be read (named on standard error; the others are printed).
    """
    from noticeparse.errors import UnreadableError

    _use_own_entries(extend)
    out = output or sys.stdout
    failed = False
    for n, name in enumerate(_with_progress(files)):
        try:
            notice = notice_in(name, encoding)
        except UnreadableError as error:
            tell(error)
            failed = True
            continue
        if mask_persons:
            notice = masked(notice)
        if form == "json":
            out.write(notice.model_dump_json(indent=indent if len(files) == 1 else None) + "\n")
        else:
            if n and len(files) > 1:
                out.write("\n")
            _show(notice, form, out)
    if failed:
        sys.exit(2)


@main.command(epilog=_CHECK_EXAMPLES)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--to", "form", type=click.Choice(["terminal", "json", "sarif", "github", "html"]), default="terminal",
              show_default=True, help="How the findings are written; json is the notice with its findings.")  # fmt: skip
@click.option("--select", multiple=True, metavar="RULES", help="Only these rules: codes, heads of codes, names; with commas or repeated.")
@click.option("--ignore", multiple=True, metavar="RULES", help="All but these rules.")
@click.option("--profile", metavar="NAME|FILE", help="The norms to hold the notice against (default: by genre and date).")
@click.option("--config", type=click.Path(exists=True, dir_okay=False),
              help="Settings: [tool.noticeparse] of a pyproject.toml, or a TOML or JSON file (default: noticeparse.toml or pyproject.toml, here or above).")  # fmt: skip
@extend_option
@language_option
@click.option("--fix-plan", type=click.Path(dir_okay=False), metavar="FILE", help="Write the suggestions here as JSON.")
@mask_option
@encoding_option
@click.option("-o", "--output", type=click.Path(), help="Write here instead of standard output; a folder for several html reports.")
def check(
    files: tuple[str, ...],
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    profile: str | None,
    config: str | None,
    extend: tuple[str, ...],
    language: Language | None,
    fix_plan: str | None,
    mask_persons: bool,
    encoding: str | None,
    output: str | None,
) -> None:
    """Check FILE... as a careful reviewer would (text, HTML, DOCX, PDF; - is standard input).

    Exit status: 0 no finding of level error; 1 some; 2 an input could not be read or the arguments are wrong.
    """
    from noticeparse.errors import NoticeparseError, UnreadableError
    from noticeparse.export import Filed, export

    if form == "html" and len(files) > 1 and not output:
        raise click.UsageError("several html reports need a folder: -o FOLDER")
    _use_own_entries(extend, config)
    filed: list[Filed] = []
    failed = False
    try:
        settings = _settings(config, select, ignore, profile)
        speech = spoken(language, config)
        for name in _with_progress(files, "check"):
            try:
                notice = _checked(name, encoding, settings)
                notice = masked(notice) if mask_persons else notice
                filed.append(Filed(notice, name if name != "-" else "<stdin>"))
            except UnreadableError as error:
                tell(error)
                failed = True
        if form == "html" and len(files) > 1:
            _write_reports(filed, str(output), speech)
        elif filed or form == "sarif":
            paths = [path for _, path in filed]
            export([notice for notice, _ in filed], output or sys.stdout, to=form, paths=paths, language=speech)
        if fix_plan:
            export([notice for notice, _ in filed], fix_plan, to="fix-plan", language=speech)
    except NoticeparseError as error:
        raise click.UsageError(str(error)) from error
    if failed:
        sys.exit(2)
    if any(finding.level == "error" for notice, _ in filed for finding in notice.findings):
        sys.exit(1)


@main.command()
@click.argument("name", metavar="RULE|COMPARISON|KIND|STYLE")
@language_option
def explain(name: str, language: Language | None) -> None:
    """Explain a rule (code, name or 标题), a comparison, a kind of fact or a number style: what it is, with its examples.

    \b
    Examples:
      noticeparse explain N02
      noticeparse explain --lang en 序号脱字
      noticeparse explain X01
      noticeparse explain count
      noticeparse explain 一是
    """
    from noticeparse.explain import page

    try:
        text = page(name, spoken(language))
    except KeyError as error:
        raise click.UsageError(str(error.args[0])) from None
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(text))
    else:
        click.echo(text, nl=False)


@main.command("list")
@click.argument("table", type=click.Choice(["rules", "comparisons", "facts", "styles", "statements", "headings"]))
def list_entries(table: str) -> None:
    """List the rules, the comparisons, the kinds of facts, the number styles, the ways problems
    are stated or the headings of parts.

    One a line; piped, the fields are parted by tabs.

    \b
    Example:
      noticeparse list rules
    """
    from noticeparse.explain import listing

    if not sys.stdout.isatty():
        for fields in listing(table):
            click.echo("\t".join(fields))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = Table.grid(padding=(0, 2))
    for fields in listing(table):
        rows.add_row(*map(Text, fields))
    Console().print(rows)


@main.command("test-entries")
@click.argument("sources", nargs=-1, required=True, metavar="FILE|MODULE...")
def test_entries(sources: tuple[str, ...]) -> None:
    """Run the examples of your own entries (JSON or .py files, or modules) and print those that fail.

    Exit status: 0 none fails; 1 some fail; 2 the entries cannot be used.

    \b
    Example:
      noticeparse test-entries my_codes.json my_entries.py
    """
    from noticeparse.entry_tests import run_examples
    from noticeparse.errors import ExtensionError

    try:
        tested = run_examples(sources)
    except ExtensionError as error:
        raise click.UsageError(str(error)) from error
    failed = [test for test in tested if test.failure]
    for test in failed:
        click.echo(f"{test.where}: {test.example!r}: {test.failure}")
    bare = [test.where for test in tested if not test.example]
    for where in bare:
        click.echo(f"{where}: has no example")
    click.echo(f"{len(tested) - len(bare)} examples, {len(failed)} failed, {len(bare)} entries without one")
    if failed:
        sys.exit(1)


@main.command()
@click.argument("name", type=click.Choice(["notice", "finding", "comparison"]), default="notice")
def schema(name: str) -> None:
    """Print the JSON Schema of the output.

    \b
    Example:
      noticeparse schema notice > notice.schema.json
    """
    import json

    from noticeparse.schema import json_schema

    click.echo(json.dumps(json_schema(name), ensure_ascii=False, indent=2))


_BATCH_EXAMPLES = """\b
Examples:
  noticeparse batch pages/ --out corpus            a folder, to the bottom; run again: only what is new or changed
  noticeparse batch "2024/*.html" old.zip --out corpus
  noticeparse batch scrape.jsonl --column text=正文 --column url=link --out corpus
  noticeparse batch pages/ --out corpus --check --jsonl --progress lines 2> batch.log
  noticeparse sql corpus --query failures_by_cause
"""

_SQL_EXAMPLES = """\b
Examples:
  noticeparse sql corpus "SELECT issuer, count(*) FROM notices GROUP BY issuer"
  noticeparse sql --list                           the ready-made questions
  noticeparse sql corpus --query money_recovered --to csv > money.csv
  noticeparse sql corpus - < question.sql
"""


@main.command(epilog=_BATCH_EXAMPLES)
@click.argument("inputs", nargs=-1, required=True, metavar="IN...")
@click.option("-o", "--out", required=True, type=click.Path(), help="Folder of the corpus; made where it is missing.")
@click.option("--workers", type=click.IntRange(1),
              help="Worker processes (default: one for each core, of this machine or of the cluster).")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(0, min_open=True), default=60.0, show_default=True,
              help="Seconds one document may take.")  # fmt: skip
@click.option("--check", is_flag=True, help="Run the checks too: the table findings.")
@click.option("--jsonl", is_flag=True, help="Also write whole notices as JSON Lines, in OUT/jsonl.")
@mask_option
@click.option("--column", "columns", multiple=True, metavar="WHAT=NAME",
              help="Name of a record column: text, html, url, fetched_at, name or encoding.")  # fmt: skip
@click.option("--again", is_flag=True, help="Parse everything anew.")
@click.option("--retry", is_flag=True, help="Try again what timed out or took its worker down.")
@click.option("--engine", type=click.Choice(["pool", "ray"]), default="pool", show_default=True, help="Who does the work.")
@click.option("--address", help="Address of a Ray cluster (default: one on this machine).")
@click.option("--progress", "how", type=click.Choice(["auto", "bar", "lines", "none"]), default="auto", show_default=True,
              help="On standard error; auto: a bar on a terminal, else nothing.")  # fmt: skip
@click.option("--every", type=click.FloatRange(0), default=30.0, show_default=True, help="Seconds between progress lines.")
def batch(
    inputs: tuple[str, ...], out: str, workers: int | None, timeout: float, check: bool, jsonl: bool,
    mask_persons: bool, columns: tuple[str, ...], again: bool, retry: bool, engine: str, address: str | None, how: str, every: float,
) -> None:  # fmt: skip
    """Parse IN... into a corpus: a folder of Parquet tables that DuckDB, pandas and others read.

    IN is a file, a folder, a glob, an archive (.zip, .tar, .tar.gz …) or a file of scraped records (.jsonl, .parquet,
    .warc). A run that was stopped goes on where it stopped. What cannot be parsed is in the table failures.

    Exit status: 0 every document is accounted for; 2 bad arguments, or a folder that is in use, full or not writable;
    130 stopped by Ctrl-C.
    """
    from noticeparse.corpus.batch import batch as run_batch
    from noticeparse.corpus.cluster import run_on_ray
    from noticeparse.corpus.inputs import Inputs
    from noticeparse.corpus.progress import progress

    if address and engine != "ray":
        raise click.UsageError("--address is of a Ray cluster: it needs --engine ray")
    named = _pairs(columns)
    run: Callable[..., Report] = partial(run_on_ray, address=address) if engine == "ray" else run_batch
    with _stoppable(), told("corpus"), progress(how, every) as watch:
        watch.expect(lambda: Inputs(inputs, out, named).count())
        report = run(
            inputs, out, workers=workers, timeout=timeout, check=check, jsonl=jsonl, columns=named, again=again,
            retry=retry, mask_persons=mask_persons, watch=watch,
        )  # fmt: skip
    click.echo(str(report))


@main.command(epilog=_SQL_EXAMPLES)
@click.argument("folder", required=False, metavar="CORPUS")
@click.argument("query", required=False)
@click.option("--query", "name", metavar="NAME", help="Ask a ready-made question.")
@click.option("--list", "listed", is_flag=True, help="List the ready-made questions.")
@click.option("--to", "form", type=click.Choice(["table", "csv", "jsonl"]), help="Default: a table on a terminal, else CSV.")
def sql(folder: str | None, query: str | None, name: str | None, listed: bool, form: str | None) -> None:
    """Ask CORPUS, a folder that `noticeparse batch` made, in SQL (DuckDB); a QUERY - is read from standard input.

    Tables: notices, parts, issues, measures, facts, totals, findings, failures.

    Exit status: 0 answered; 2 no corpus, or a question that cannot be answered.
    """
    from noticeparse.corpus import Corpus, queries
    from noticeparse.corpus.answers import write_answer

    if listed:
        for known in queries().values():
            click.echo(f"{known.name}\n    " + known.means.replace("\n", "\n    "))
        return
    if folder is None or (query is None) == (name is None):
        raise click.UsageError("give CORPUS and either a query or --query NAME (--list shows them)")
    if name is not None and name not in queries():
        raise click.UsageError(f"no ready-made question {name!r}; --list shows them")
    if query == "-":
        query = sys.stdin.read()
    with told("corpus"):
        answer = Corpus(folder).sql(query or queries()[name or ""].sql)
    write_answer(answer, form or ("table" if sys.stdout.isatty() else "csv"), sys.stdout)


def _pairs(options: tuple[str, ...]) -> dict[str, str]:
    """WHAT=NAME options as a dict."""
    from noticeparse.corpus.records import HOLDS

    pairs = dict(option.partition("=")[::2] for option in options)
    wrong = [what for what, name in pairs.items() if what not in HOLDS or not name]
    if wrong:
        raise click.UsageError(f"--column {wrong[0]}: write WHAT=NAME, WHAT one of {', '.join(HOLDS)}")
    return pairs


@contextmanager
def _stoppable() -> Iterator[None]:
    """Say of a batch that was stopped that nothing is lost; exit status 130."""
    try:
        yield
    except KeyboardInterrupt:
        tell("stopped; what was parsed is kept, the same command goes on from there")
        sys.exit(130)


def _show(notice: Notice, form: str, out: TextIO) -> None:
    from noticeparse.show import markdown, print_outline

    if form == "md":
        out.write(markdown(notice))
    else:
        print_outline(notice, out)


def _use_own_entries(extend: tuple[str, ...], config: str | None = None) -> None:
    """Use a user's entries until the command ends: those named, else those of the settings in or above this folder."""
    from noticeparse.errors import NoticeparseError
    from noticeparse.own_settings import find_settings, settings_sources

    try:
        settings = None if extend else config or find_settings()
        sources = extend or (settings_sources(settings) if settings else ())
        if sources:
            from noticeparse.extend import extended

            click.get_current_context().with_resource(extended(sources))
    except NoticeparseError as error:
        raise click.UsageError(str(error)) from error


def _settings(config: str | None, select: tuple[str, ...], ignore: tuple[str, ...], profile: str | None) -> Settings:
    """The settings of the file with what the command line says in their place; wrong ones raise before any reading."""
    from noticeparse.check import Settings, load_profile, load_settings, rules
    from noticeparse.own_settings import find_settings

    found = config or find_settings()
    file = load_settings(found) if found else Settings()
    settings = Settings(_codes(select) or file.select, _codes(ignore) or file.ignore, profile or file.profile)
    rules(settings.select, settings.ignore)
    if settings.profile is not None:
        load_profile(settings.profile)
    return settings


def _codes(options: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.strip() for option in options for code in option.split(",") if code.strip())


def _checked(name: str, encoding: str | None, settings: Settings) -> Notice:
    """The notice in the file `name` with its findings filled."""
    from noticeparse.check import check as check_notice

    notice = notice_in(name, encoding)
    findings = check_notice(notice, select=settings.select, ignore=settings.ignore, profile=settings.profile)
    return notice.model_copy(update={"findings": findings})


def _write_reports(filed: list[Filed], folder: str, language: Language) -> None:
    """One report a notice, named after its file; a repeated name takes -2, -3."""
    from pathlib import Path

    from noticeparse.export import export
    from noticeparse.export.filed import file_names

    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for name, (notice, path) in zip(file_names(path for _, path in filed), filed, strict=True):
        export(notice, target / f"{name}.html", to="html", paths=[path], language=language)


def _with_progress(files: tuple[str, ...], what: str = "parse") -> Iterable[str]:
    """The files, with a progress bar on standard error where there are many and a person is watching."""
    if len(files) < 5 or not sys.stderr.isatty() or sys.stdout.isatty():
        return files
    from rich.console import Console
    from rich.progress import track

    return track(files, description=what, console=Console(stderr=True))


def _speak_utf8() -> None:
    """Write UTF-8 whatever the console's code page is: the notices are Chinese everywhere."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and (getattr(stream, "encoding", "") or "").lower().replace("-", "") != "utf8":
            reconfigure(encoding="utf-8", errors="replace" if stream is sys.stderr else "strict")


main.add_command(export_command.export)
main.add_command(coverage_command.coverage)
main.add_command(compare_command.compare)
main.add_command(gold_command.gold)
main.add_command(serve_command.serve)
main.add_command(dashboard_command.dashboard)

if __name__ == "__main__":
    main()
