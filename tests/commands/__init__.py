"""The command line, one command family a file; what all of them share is in tests/test_cli.py."""
