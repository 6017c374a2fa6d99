"""What Hidane costs, as ratios of one run on one machine: `python -m benchmarks` (`--small` for a quick look)."""
