"""The demo: invented people in the proportions real programmes publish. Nobody here exists."""
