"""What all tests share."""

import gc
import os

from hypothesis import settings

# How long one example takes is the machine's affair: a busy one must not make a property fail. They are drawn anew
# at every run, which makes up for there being few of them.
settings.register_profile("any machine", deadline=None, max_examples=50)
settings.load_profile("any machine")

# A program opened and closed hundreds of times leaves few cycles worth the search: a quarter of the suite's time.
gc.set_threshold(100_000, 50, 100)


def pytest_xdist_auto_num_workers() -> int:
    """Run one worker more than there are cores: tests wait for disks, timers and programs as well as compute."""
    return (os.cpu_count() or 1) + 1
