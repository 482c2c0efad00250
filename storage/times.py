"""Times as files and lists show them: local, with their offset from UTC, to the second."""

from datetime import UTC, datetime


def now() -> str:
    """Return the present moment, `2024-01-05T09:00:00+08:00`."""
    return _written(datetime.now(UTC))


def moment(seconds: float) -> str:
    """Return a moment given in seconds since 1970.

    :raises OverflowError: and OSError and ValueError, when the calendar has no such moment.
    """
    return _written(datetime.fromtimestamp(seconds, UTC))


def read_moment(text: str) -> str:
    """Return a moment as it stands in a file, or in the name of one, as it is shown here.

    :raises ValueError: and OverflowError and OSError, when it is none.
    """
    return _written(datetime.fromisoformat(text))


def stamp() -> str:
    """Return the present moment as it stands in the name of a file, `20240105T090000`."""
    return f"{datetime.now(UTC).astimezone():%Y%m%dT%H%M%S}"


def _written(time: datetime) -> str:
    return time.astimezone().isoformat("T", "seconds")
