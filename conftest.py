"""What every test run needs before the first test: who may skip, and when a skip is a failure."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.ci_skips"]

# How fast examples are made says something about the machine's other work, nothing about the code.
settings.register_profile("house", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("house")
