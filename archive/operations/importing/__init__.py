"""Import: JSON Lines in the simple or the full form become meetings, whole or not at all."""
