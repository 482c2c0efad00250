"""What kind of disk a folder is on: what is carried away on a stick has to be read back after writing."""

import os
import re
import sys
from pathlib import Path

# Sticks and cards come with one of these, and nobody formats a built-in disk so.
_CARRIED = frozenset({"vfat", "msdos", "exfat", "fuseblk", "ntfs", "ntfs3", "udf", "hfsplus"})
_MOUNTS = Path("/proc/self/mountinfo")
_REMOVABLE_DRIVE = 2
# Where systems put what a person plugs in; the firmware's own partition is of such a kind as well.
_PLUGGED_IN = ("/media/", "/run/media/", "/mnt/", "/Volumes/")


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


def plugged_in() -> list[Path]:
    """Return the folders of the sticks and cards there are now, as far as this system tells."""
    if sys.platform == "win32":
        return [drive for letter in "DEFGHIJKLMNOPQRSTUVWXYZ" if is_removable(drive := Path(f"{letter}:\\"))]
    return [folder for folder, kind in _where_sticks_go() if kind in _CARRIED]


def is_unplugged(folder: Path) -> bool:
    """Say whether a folder is where a stick would be, and none is there: this machine would be written on."""
    folder = folder.absolute()
    if sys.platform == "win32" or not _MOUNTS.exists() or not str(folder).startswith(_PLUGGED_IN):
        return False
    return not any(folder.is_relative_to(place) for place, _ in _where_sticks_go())


def _where_sticks_go() -> list[tuple[Path, str]]:
    """Return what is mounted where systems put what a person plugs in, with the type of its file system."""
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return []
    found = []
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) > 4 and fields[4].startswith(_PLUGGED_IN):
            # A blank in the name of a stick is written as \040 there.
            place = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields[4])
            found.append((Path(place), after.split(" ", 1)[0]))
    return found


def _file_system(mounts: str, device: str) -> str:
    """Return the type of the file system on a device, `major:minor`, from the kernel's list of mounts."""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split()
        if len(fields) > 2 and fields[2] == device:
            return after.split(" ", 1)[0]
    return ""
