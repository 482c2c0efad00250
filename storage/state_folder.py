"""Where this machine keeps what is no report: which libraries there were, journals, the crash log."""

import os
from pathlib import Path


def state_folder() -> Path:
    """Return that folder, which need not be there: `ZIPINGBAO_STATE`, or where this system keeps such things."""
    folder = os.environ.get("ZIPINGBAO_STATE")
    if folder:
        return Path(folder)
    # Imported late: it costs more than all of listing, and only without the variable is it needed.
    from platformdirs import user_state_path

    return user_state_path("zipingbao", appauthor=False)
