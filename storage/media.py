"""What kind of disk a folder is on: what is carried away on a stick has to be read back after writing."""

import os
import sys
from pathlib import Path

# Sticks and cards come with one of these, and nobody formats a built-in disk so.
_CARRIED = frozenset({"vfat", "msdos", "exfat", "fuseblk", "ntfs", "ntfs3", "udf", "hfsplus"})
_MOUNTS = Path("/proc/self/mountinfo")
_REMOVABLE_DRIVE = 2


def is_removable(folder: Path) -> bool:
    """Say whether a folder is on a stick or card, as far as this system tells; False where it does not."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(folder.absolute().anchor) == _REMOVABLE_DRIVE)
    try:
        device = folder.stat().st_dev
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return _file_system(mounts, f"{os.major(device)}:{os.minor(device)}") in _CARRIED


def _file_system(mounts: str, device: str) -> str:
    """Return the type of the file system on a device, `major:minor`, from the kernel's list of mounts."""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split()
        if len(fields) > 2 and fields[2] == device:
            return after.split(" ", 1)[0]
    return ""
