"""What mkdocs.yml cannot say: the READMEs are pages of the site, and files outside docs/ are named, not linked."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

_FRONT = {"README.md": "index.md", "README.zh.md": "zh.md"}
"""README → its page."""
_LINK = re.compile(r"(?<!!)\[(?P<words>[^\]]+)\]\((?P<target>[^()#\s:]+)(?P<anchor>#[^()\s]*)?\)")


def on_files(files: Files, config: Any) -> Files:
    """The two READMEs join the pages; their links are seen from docs/."""
    root = Path(config.config_file_path).parent
    for readme, page in _FRONT.items():
        content = _linked(root, "", (root / readme).read_text("utf-8"))
        files.append(File.generated(config, page, content=content))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Links that leave docs/ name their file: the site holds the pages only."""
    root = Path(config.config_file_path).parent
    return markdown if page.file.src_uri in _FRONT.values() else _linked(root, f"docs/{page.file.src_uri}", markdown)


def _linked(root: Path, page: str, markdown: str) -> str:
    """The page (its path from the root; "" for a README) with every link to a file of the project as the site has it.

    A link to what does not exist stays as it is, and fails the strict build.
    """

    def seen(link: re.Match[str]) -> str:
        words, anchor = link["words"], link["anchor"] or ""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), link["target"]))
        if path in _FRONT:
            return f"[{words}]({posixpath.relpath('docs/' + _FRONT[path], posixpath.dirname(page) or 'docs')}{anchor})"
        if path.startswith("docs/"):
            return link[0] if page else f"[{words}]({path.removeprefix('docs/')}{anchor})"
        if not (root / path).exists():
            return link[0]
        return words if words.strip("`").rstrip("/") == path else f"{words} (`{path}`)"

    return _LINK.sub(seen, markdown)
