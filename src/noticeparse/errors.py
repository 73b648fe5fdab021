"""Errors a user meets; each message names the file and the cause."""

from __future__ import annotations


class NoticeparseError(Exception):
    """Base of every error this package raises on purpose."""


class UnreadableError(NoticeparseError):
    """An input that cannot be read: missing, empty, a directory, an image, encrypted, broken, too large when unpacked."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(f"{name}: {cause}")
        self.name = name
        self.cause = cause


class SettingsError(NoticeparseError):
    """A settings file that cannot be read or says something no setting can say."""


class ExtensionError(NoticeparseError):
    """Entries of a user that cannot be used; the message names the file, the record and the cause."""
