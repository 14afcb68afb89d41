"""The first start of a database: which firm it is to hold, and who is at the desk."""
