"""What the archive is measured by, on data that the caller names."""
