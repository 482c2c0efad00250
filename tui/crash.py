"""What remains of a fault of ours: the traceback goes to a log, the person gets one sentence."""

import contextlib
import traceback

from storage.durable import NotSaved, make_folder, write_file
from storage.state_folder import state_folder


def log_crash(error: BaseException | None) -> str:
    """Write the traceback of `error` to the log and return the half sentence that says where it is.

    The log is `error.log` where the program keeps its notes; of a log that cannot be written nothing is said.
    """
    path = state_folder() / "error.log"
    told = "".join(traceback.format_exception(error))
    with contextlib.suppress(NotSaved, OSError):
        make_folder(path.parent)
        write_file(path, told.encode("utf-8", "backslashreplace"))
        return f"详情记在 {path}"
    return "请重试一次"
