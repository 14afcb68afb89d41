"""Keyline: one program for one office."""
