"""Takes an uploaded file into memory and nowhere else, up to a bound. Django's own handlers would write a large one to disk."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

FILE_BYTES_MAX = 20 * 1024 * 1024
REQUEST_BYTES_MAX = (
    FILE_BYTES_MAX + 64 * 1024
)  # the other fields of the form and the frame around them


class InMemory(FileUploadHandler):
    """Keeps the bytes; past the bound it stops reading, forgets them and says so in `is_too_large`."""

    def __init__(self, bytes_max: int | None = None) -> None:
        super().__init__()
        self.bytes_max = FILE_BYTES_MAX if bytes_max is None else bytes_max
        self.is_too_large = False
        self._content = BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._content = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self.bytes_max:
            self.is_too_large = True
            self._content = BytesIO()
            raise StopUpload(connection_reset=True)
        self._content.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        if self.is_too_large:
            return None
        self._content.seek(0)
        return InMemoryUploadedFile(
            self._content,
            self.field_name,
            self.file_name or "",
            self.content_type or "",
            file_size,
            self.charset,
            self.content_type_extra,
        )
