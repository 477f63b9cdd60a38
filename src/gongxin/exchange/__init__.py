"""Between this platform and those who hold copies of its facts: the change feed, recalls and their acknowledgements."""
