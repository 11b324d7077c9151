"""What keeps the program from doing what it was started for, in words for the engineer at the terminal."""


class Trouble(Exception):
    """Ends a command with its words on standard error and exit code 2. Nothing is broken: no traceback."""
