"""What an organisation must be told, whether it was, and by what proof."""
