"""Parse published Chinese rectification notices into a typed outline with located facts."""
