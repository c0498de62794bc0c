"""Bytes to articles: one file per format, and one function that opens any input."""

from pipeline.read.inputs import read_inputs

__all__ = ["read_inputs"]
