"""Files that somebody hands in as evidence: checked, cleaned, kept, and given back as files alone. It does not know what they are evidence of."""
