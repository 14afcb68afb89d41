"""What goes to the workshop: cut lists, plans of sheets, outlines for machines."""
