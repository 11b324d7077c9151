"""What the figures are compared with: each the smallest honest thing that does the same."""
