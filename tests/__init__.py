"""Tests of Keyline."""
