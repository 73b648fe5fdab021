"""The link stage: outline and facts in, one Notice out: roles, issues, who and when, references settled."""
