"""Old Office files (.doc, .wps, .rtf, .odt) → Reading: LibreOffice makes a DOCX, the DOCX reader reads it.

LibreOffice runs without a window, in a profile of its own that forbids macros and links to other files, and
is stopped after `TIMEOUT` seconds. The conversion keeps automatic numbers.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from noticeparse.read.archive import OLE_MAGIC, ole_cause
from noticeparse.read.docx import read_docx
from noticeparse.read.reading import Reading, RefusedError

MAX_FILE = 256 * 2**20  # bytes
TIMEOUT = 120  # seconds for one file; the first start of LibreOffice may take ten
MEDIA_TYPES = {
    ".doc": "application/msword",
    ".dot": "application/msword",
    ".wps": "application/vnd.ms-works",
    ".wpt": "application/vnd.ms-works",
    ".rtf": "application/rtf",
    ".odt": "application/vnd.oasis.opendocument.text",
}
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
# OLE, RTF, ZIP, mark-up (Word saves web pages as .doc, too), Word before 6.0
_HEADS = (OLE_MAGIC, b"{\\rtf", b"PK\x03\x04", b"<", b"\xdb\xa5", b"\x31\xbe")
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def read_office(data: bytes, suffix: str) -> Reading:
    """Read an old Office file whose name ends in `suffix` (".doc"); raises RefusedError with the cause.

    Needs LibreOffice (its program `soffice`) on this machine. A DOCX under another name is read as it is.
    """
    suffix = suffix.lower() if suffix.startswith(".") else f".{suffix.lower()}"
    if suffix not in MEDIA_TYPES:
        raise RefusedError(f"is of a kind ({suffix}) that is not converted")
    if len(data) > MAX_FILE:
        raise RefusedError(f"is larger than {MAX_FILE // 2**20} MiB")
    if data.startswith(b"PK") and suffix != ".odt":
        return read_docx(data)
    if data.startswith(OLE_MAGIC) and "encrypted" in ole_cause(data):
        raise RefusedError(ole_cause(data))
    if not data.lstrip()[:8].startswith(_HEADS):  # LibreOffice would take any bytes for text
        raise RefusedError(f"is not what its name says: no {suffix} file begins like this")
    program = _soffice()
    if program is None:
        raise RefusedError(
            f"is a {suffix} file, which needs LibreOffice: install it so that `soffice` is found, or save the"
            " file as .docx"
        )
    reading = read_docx(_converted(data, _honest_suffix(data, suffix), program))
    reading.media_type = MEDIA_TYPES[suffix]
    return reading


def _soffice() -> str | None:
    """Where LibreOffice is on this machine, or None."""
    on_path = shutil.which("soffice") or shutil.which("libreoffice")
    return on_path or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def _honest_suffix(data: bytes, suffix: str) -> str:
    """The suffix that says what the bytes are: WPS Office writes Word files and calls them .wps."""
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    return ".doc" if data.startswith(OLE_MAGIC) and _WORD_STREAM in data else suffix


def _converted(data: bytes, suffix: str, program: str) -> bytes:
    """The file as DOCX, made in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="noticeparse-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, target = folder / f"notice{suffix}", folder / "out" / "notice.docx"
        source.write_bytes(data)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        said = _run(
            [
                program,
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                "--norestore",
                "--nolockcheck",
                "--convert-to",
                "docx:MS Word 2007 XML",
                "--outdir",
                str(target.parent),
                str(source),
            ]
        )
        if not target.is_file():
            raise RefusedError(f"could not be converted by LibreOffice, it may be damaged or encrypted{said}")
        return target.read_bytes()


def _run(command: list[str]) -> str:
    """Run to the end or the timeout; what the program said, for the message."""
    try:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise RefusedError(f"needs LibreOffice, which does not start ({error})") from error
    with process:
        try:
            output, _ = process.communicate(timeout=TIMEOUT)
        except subprocess.TimeoutExpired as error:
            _stop(process)
            raise RefusedError(f"took LibreOffice more than {TIMEOUT} seconds to convert") from error
    words = " ".join(output.decode("utf-8", "replace").split())
    return f" ({words[:120]})" if words else ""


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the program with its children: soffice is a script that starts the real one."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
