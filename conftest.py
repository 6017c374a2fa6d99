"""What every test run needs before the first test: who may skip, and when a skip is a failure."""

pytest_plugins = ["tests.ci_skips"]
