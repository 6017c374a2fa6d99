"""One file per promise; each function measures on what history.py has loaded and returns figures."""
