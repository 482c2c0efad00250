"""What all tests share."""

import os

from hypothesis import settings

# How long one example takes is the machine's affair: a busy one must not make a property fail. They are drawn anew
# at every run, which makes up for there being few of them.
settings.register_profile("any machine", deadline=None, max_examples=50)
settings.load_profile("any machine")


def pytest_xdist_auto_num_workers() -> int:
    """Run one worker more than there are cores: tests wait for disks, timers and programs as well as compute."""
    return (os.cpu_count() or 1) + 1
