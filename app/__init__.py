"""Keyline: one program for one office."""

from app.lean_imports import install

install()
