"""Charts drawn on the server as SVG: for phone, dark mode, print and PDF, each with the table it came from."""
