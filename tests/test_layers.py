"""Imports go one way: no module imports from a later place of the way a notice takes, but for the few named here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "src" / "noticeparse"
LAYERS = (
    ("clipped", "collector", "errors", "making", "spawned", "stages", "tables"),
    ("model",),
    ("entries", "timeline", "own_settings", "show"),
    ("read",),
    ("outline",),
    ("facts",),
    ("link",),
    ("pipeline",),
    ("check",),
    ("corpus",),
    ("compare",),
    ("extend", "entry_tests", "explain", "schema", "spacy_component", "spacy_groups", "spacy_storage"),
    ("export",),
    ("frames", "dashboard", "serve"),
    ("command_line",),
    ("compare_command", "coverage_command", "dashboard_command", "export_command", "gold_command", "serve_command"),
    ("cli",),
    ("__init__", "__main__", "docs_pages"),
)
"""From the first to the last: a module may import its own layer and the ones before."""
LATER = {
    ("model", "outline"): "Notice and Source fold their text",
    ("model", "export"): "a notice shows itself in a notebook",
    ("model", "frames"): "Notice.to_frames",
    ("pipeline", "extend"): "a user's own entries are loaded when a parse names some",
    ("corpus", "compare"): "Corpus.compare",
    ("corpus", "export"): "a batch masks persons",
    ("export", "frames"): "one table of the corpus as a file",
}
"""Methods and options that hand on to a later place; they import it when they are called."""


def layer_of(name: str) -> int:
    """The place of a module or folder of the package."""
    return next(n for n, layer in enumerate(LAYERS) if name in layer)


def imports_of(path: Path) -> Iterator[tuple[str, bool]]:
    """The modules of this package that a file imports, and whether it does so when it is loaded; types are no imports."""
    tree = ast.parse(path.read_text("utf-8"))
    typing = {id(node) for test in ast.walk(tree) if isinstance(test, ast.If) and ast.unparse(test.test) == "TYPE_CHECKING"
              for node in ast.walk(test)}  # fmt: skip
    top = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        if id(node) in typing:
            continue
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            first, _, rest = name.partition(".")
            if first == "noticeparse" and rest and not rest.startswith("__"):
                yield rest.partition(".")[0], id(node) in top


def edges() -> Iterator[tuple[str, str, bool, Path]]:
    """Who imports whom, by the modules and folders of the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        here = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if here != "__init__":  # the public names, each loaded when it is asked for
            for there, at_once in imports_of(path):
                yield here, there, at_once, path


def test_every_module_has_its_place() -> None:
    listed = [name for layer in LAYERS for name in layer]
    found = {path.name.removesuffix(".py") for path in PACKAGE.iterdir() if (path / "__init__.py").is_file() or path.suffix == ".py"}
    assert sorted(listed) == sorted(found)


def test_no_module_imports_a_later_one() -> None:
    later = {(here, there): f"{path}: {there}" for here, there, _, path in edges() if layer_of(there) > layer_of(here)}
    assert sorted(later) == sorted(LATER), {pair: where for pair, where in later.items() if pair not in LATER}


def test_what_hands_on_to_a_later_place_imports_it_when_it_is_called() -> None:
    assert not [path for here, there, at_once, path in edges() if (here, there) in LATER and at_once]
