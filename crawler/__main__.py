"""`python -m crawler` is `planwatch`, wherever the script itself lies."""

from crawler.cli import main

main(prog_name="planwatch")
