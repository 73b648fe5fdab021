"""The compiled modules of a checkout (`make compiled`), and a copy of the package without them."""

from __future__ import annotations

import shutil
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src"
_NATIVE = (".so", ".pyd")


def compiled() -> dict[Path, Path]:
    """Each source that has a compiled module beside it, and that module."""
    found: dict[Path, Path] = {}
    for native in SOURCE.rglob("*"):
        source = native.parent / f"{native.name.partition('.')[0]}.py"
        if native.suffix in _NATIVE and source.exists():
            found[source] = native
    return found


def outdated() -> list[str]:
    """The sources that were edited after they were compiled."""
    return sorted(
        str(source.relative_to(SOURCE)) for source, native in compiled().items() if source.stat().st_mtime > native.stat().st_mtime
    )


def refuse_outdated() -> None:
    """End the program where it would measure code that is no longer in the sources."""
    if old := outdated():
        raise SystemExit(f"compiled before their sources were edited: {', '.join(old)}; run make compiled, or make plain")


def plain_copy(folder: Path) -> Path:
    """The package's sources alone, below `folder`; what to put in the path."""
    shutil.copytree(SOURCE, folder / "src", ignore=shutil.ignore_patterns("*.so", "*.pyd", "__pycache__"))
    return folder / "src"
