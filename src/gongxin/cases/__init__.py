"""What an organisation asks for about its records, and what is owed on it: objections, "not us", repair, revocation."""
