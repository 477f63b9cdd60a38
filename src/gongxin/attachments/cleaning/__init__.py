"""A foreign file becomes one of ours, in a confined child process: pictures are encoded anew, PDF files written anew. Nothing else of it comes back."""

from gongxin.attachments.cleaning.parent import cleaned

__all__ = ["cleaned"]
