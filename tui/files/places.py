"""Where files mostly are: among the person's own folders, on sticks, and where they were last time."""

import os
from collections.abc import Iterator
from pathlib import Path

from storage.media import plugged_in
from storage.recent_folders import recent_folders
from tui.files.listing import display_name


def places() -> Iterator[tuple[str, Path]]:
    """Yield each place that is there with its name, the same folder once."""
    from platformdirs import user_desktop_path, user_documents_path, user_downloads_path

    named = [
        ("桌面", user_desktop_path()),
        ("文档", user_documents_path()),
        ("下载", user_downloads_path()),
        ("主目录", Path.home()),
        *((f"U盘 {display_name(disk.name or str(disk))}", disk) for disk in plugged_in()),
        *((f"最近 {display_name(folder.name or str(folder))}", folder) for folder in recent_folders()),
    ]
    seen: set[Path] = set()
    for name, folder in named:
        if folder not in seen and os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises where one may not look
            seen.add(folder)
            yield name, folder
