"""What is in an archive, in numbers."""
