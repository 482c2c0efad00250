"""What remains of a fault of ours: the traceback goes to a log, the person gets one sentence."""

import contextlib
import os
import traceback
from pathlib import Path


def log_crash(error: BaseException | None) -> str:
    """Write the traceback of `error` to the log and return the half sentence that says where it is.

    The log is `error.log` where the program keeps its notes; of a log that cannot be written nothing is said.
    """
    path = _folder() / "error.log"
    with contextlib.suppress(OSError, ValueError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8", errors="backslashreplace")
        return f"详情记在 {path}"
    return "请重试一次"


def _folder() -> Path:
    folder = os.environ.get("ZIPINGBAO_STATE")
    if folder:
        return Path(folder)
    # Only a crash without the variable needs it.
    from platformdirs import user_state_path

    return user_state_path("zipingbao", appauthor=False)
