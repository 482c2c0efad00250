"""What all tests share."""

import os

from hypothesis import settings

# How long one example takes is the machine's affair: a busy one must not make a property fail.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


def pytest_xdist_auto_num_workers() -> int:
    """Run one worker more than there are cores: tests wait for disks, timers and programs as well as compute."""
    return (os.cpu_count() or 1) + 1
