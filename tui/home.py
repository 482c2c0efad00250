"""The home that a ~ in a path stands for, where no shell has put it in."""

import os


def with_home(path: str) -> str:
    """Return a path whose ~ is the home it stands for."""
    # Path.expanduser raises where it is that of somebody who is not there.
    return os.path.expanduser(path)  # noqa: PTH111
