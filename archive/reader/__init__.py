"""Read finished minutes by rules: values with the place they were read at, and nothing lost."""
