"""`python -m tests.bench` is `python tests/bench/bench.py`; `python -m tests.bench batch` is ``batch.py``,
`reuse` is ``reuse.py``."""

import sys
from importlib import import_module

from tests.compiled import refuse_outdated

refuse_outdated()
if sys.argv[1:2] in (["batch"], ["reuse"]):
    sys.exit(import_module(f"tests.bench.{sys.argv[1]}").main(sys.argv[2:]))
sys.exit(import_module("tests.bench.bench").main())
