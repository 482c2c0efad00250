"""What the README promises about setting up is what CI does."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_readme_gives_two_set_up_commands_and_ci_runs_the_second_word_for_word() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    run, test = re.findall(r"```sh\n(.*?)\n```", readme, re.DOTALL)
    assert run.endswith("zipingbao --demo")
    assert test in (ROOT / ".ci/run").read_text(encoding="utf-8").split("\n")


def test_the_pictures_of_the_readme_are_there() -> None:
    pictures = re.findall(r"!\[.+?\]\((.+?)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(pictures) == 2
    assert all((ROOT / picture).is_file() for picture in pictures)


def test_the_lock_file_and_the_snapshots_are_of_the_same_textual() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (pinned,) = (
        need for need in project["project"]["optional-dependencies"]["dev"] if need.startswith("textual==")
    )
    locked = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    assert pinned.removeprefix("textual==") in [one["version"] for one in locked if one["name"] == "textual"]
