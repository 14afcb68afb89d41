"""The configurator's desk: the form with its reasons, the picture, the price."""
