"""What a person has set on this machine, in one readable file of the state folder; what is wrong in it is said."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from storage.durable import make_folder, write_file
from storage.json_file import Missing, Unreadable, encode, parse, read_file, shown
from storage.state_folder import state_folder
from storage.text import one_line

MOST_DAYS: Final = 365
_LIMIT: Final = 64 * 1024
_DAYS, _FOLDER = "几天没有备份就提醒", "备份文件夹"


@dataclass(frozen=True)
class Settings:
    """What is set: after how many days without a backup to remind (0 is never), and the folder of the last one.

    `fault` is one sentence where the file says something that cannot be; what it should say is then the default.
    """

    remind_after: int = 7
    backup_folder: str = ""
    fault: str = ""


def read_settings() -> Settings:
    """Return what is set; never raises."""
    path = _file()
    try:
        told = parse(read_file(path, _LIMIT), shown(path))
    except Missing:
        return Settings()
    except Unreadable as error:
        return Settings(fault=f"设置没有读进来，先按原来的：{error}")
    days, folder = told.get(_DAYS, Settings.remind_after), told.get(_FOLDER, "")
    faults = []
    if type(days) is not int or not 0 <= days <= MOST_DAYS:
        faults.append(f"“{_DAYS}”要写0到{MOST_DAYS}的整数，0是不提醒")
        days = Settings.remind_after
    if not isinstance(folder, str) or one_line(folder) != folder:
        faults.append(f"“{_FOLDER}”要写一个文件夹的路径")
        folder = ""
    return Settings(days, folder, f"设置“{shown(path)}”里，{'；'.join(faults)}。" if faults else "")


def write_settings(settings: Settings) -> None:
    """Keep what is set; what else the file says stays, and what it said before is beside it.

    :raises NotSaved: when it could not be written.
    """
    path = _file()
    try:
        others: dict[str, Any] = parse(read_file(path, _LIMIT), "")
    except Unreadable:
        others = {}
    make_folder(path.parent)
    told = {**others, _DAYS: settings.remind_after, _FOLDER: settings.backup_folder}
    write_file(path, encode(told), previous=[path.with_stem(f"{path.stem}-2")])


def _file() -> Path:
    return state_folder() / "settings.json"
