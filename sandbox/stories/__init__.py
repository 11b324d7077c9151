"""The stories the product is told by: played by the golden tests and by the rehearsal, told once, here."""
