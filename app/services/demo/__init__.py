"""The demo firm: an office-furniture dealer and maker with 14 months of history, by the real services."""

from app.services.demo.make import CancelledError, DemoFirm, make_demo_firm

__all__ = ["CancelledError", "DemoFirm", "make_demo_firm"]
