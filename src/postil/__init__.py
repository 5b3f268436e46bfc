"""Postil turns a manuscript, some Markdown and a few YAML files, into an annotated digital edition."""

__version__ = "0.1.0"
