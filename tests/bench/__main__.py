"""`python -m tests.bench` is `python tests/bench/bench.py`."""

import sys

from tests.bench.bench import main

sys.exit(main())
