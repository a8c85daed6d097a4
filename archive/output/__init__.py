"""Hits, articles and receipts -> text on a stream; nothing here knows the command line."""
