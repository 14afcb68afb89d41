"""Papers on the screen: shown, printed, saved, sent by mail."""
