"""The group all commands belong to: where a file cannot be written, every one of them ends alike."""

from __future__ import annotations

import os
import sys
from typing import Any

import click


class Commands(click.Group):
    """Commands that end with status 2 and one line on standard error where an output cannot be written."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return _flushed(super().invoke, ctx)
        except BrokenPipeError:  # who reads it has seen enough; click ends the command
            raise
        except (OSError, click.FileError) as error:
            click.echo(f"noticeparse: {_cause(error)}", err=True)
            ctx.exit(2)


def _flushed(invoke: Any, ctx: click.Context) -> Any:
    """What the command returns, after standard output has taken all of it."""
    try:
        return invoke(ctx)
    finally:
        try:
            sys.stdout.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left would fail again at the end
            raise


def _cause(error: OSError | click.FileError) -> str:
    """The file first, then what is wrong with it."""
    if isinstance(error, click.FileError):
        return f"{error.ui_filename}: {error.message}"
    return f"{os.fspath(error.filename) if error.filename else 'cannot write'}: {error.strerror or error}"
