"""The desk page on which a meeting is entered, corrected and published."""
