"""The import desk: a file is looked at, its columns are matched, it is taken in and accounted for."""
