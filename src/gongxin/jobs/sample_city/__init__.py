"""The sample city: constructed bodies, the files of their agencies, and what must become of each row.

It imports nothing of the platform: the expected fates come from how a row was made, never from the checker.
"""
