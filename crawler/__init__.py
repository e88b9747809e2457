"""Fetching, running and the command line: the top floor, which may know everybody and is imported by nobody."""
