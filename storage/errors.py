"""The one family of errors a person is shown."""


class Refused(Exception):
    """Something that cannot be done; `str(error)` is one Chinese sentence: what, where, what to do."""
