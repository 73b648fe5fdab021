"""Speed, measured beside its yardsticks: `python -m tests.bench`."""
