"""Parse published Chinese rectification notices into a typed outline with located facts."""

from noticeparse.errors import NoticeparseError, UnreadableError
from noticeparse.model import Notice, Source
from noticeparse.pipeline import parse
from noticeparse.read import read

__version__ = "0.1.0"

__all__ = ["Notice", "NoticeparseError", "Source", "UnreadableError", "__version__", "parse", "read"]
