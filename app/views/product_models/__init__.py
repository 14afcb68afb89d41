"""The product models desk: models with their versions, and a draft being written, checked and tried out."""
