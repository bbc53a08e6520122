"""Settings for the property tests of this wing."""

from hypothesis import settings

# What is stated here are laws, not speeds: a busy machine must not break them.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")
