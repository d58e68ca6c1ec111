"""The text of files: readers that run in a process of their own, without Django; see __main__.py."""
