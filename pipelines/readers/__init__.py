"""Bytes of any format to blocks of text and tables."""
