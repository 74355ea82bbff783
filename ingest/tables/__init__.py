"""Tables of a document: cells with heads and labels, the arms of heads, values as printed."""
