"""What all tests share."""

from hypothesis import settings

# How long one example takes is the machine's affair: a busy one must not make a property fail.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")
