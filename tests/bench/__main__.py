"""`python -m tests.bench` is `python tests/bench/bench.py`; `python -m tests.bench batch` is ``batch.py``,
`reuse` is ``reuse.py``."""

import sys

if sys.argv[1:2] == ["batch"]:
    from tests.bench.batch import main

    sys.exit(main(sys.argv[2:]))

if sys.argv[1:2] == ["reuse"]:
    from tests.bench.reuse import main

    sys.exit(main(sys.argv[2:]))

from tests.bench.bench import main

sys.exit(main())
