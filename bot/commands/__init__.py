"""One module for each command of `pilotage`: `arguments(parser)` names its options, `main` runs it."""
