"""A user's mistake on the command line: one sentence, exit status 2."""


class CommandError(Exception):
    """What cannot be done as asked; the message is one Vietnamese sentence for stderr."""
