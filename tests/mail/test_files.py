"""Files that come with a mail are kept for what is in them, under names of our own."""

import io
import zipfile

import pytest

from bot.mail.incoming.archive import Archive
from bot.mail.incoming.files import FILE_BYTES, FILES, judged
from bot.mail.incoming.parts import Enclosed

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"0" * 40
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"0" * 40
PDF = b"%PDF-1.7\n" + b"0" * 40
PAGE = b"<html><script>alert(1)</script></html>"


def archive_of(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return content.getvalue()


KEPT = [
    ("a.png", PNG, "image/png"),
    ("a.JPG", JPEG, "image/jpeg"),
    ("a.jpeg", JPEG, "image/jpeg"),
    ("a.gif", b"GIF89a" + b"0" * 40, "image/gif"),
    ("a.webp", b"RIFF0000WEBPVP8 " + b"0" * 40, "image/webp"),
    ("a.heic", b"\0\0\0\x18ftypheic" + b"0" * 40, "image/heic"),
    ("a.pdf", PDF, "application/pdf"),
    ("a.txt", "grün, and plain".encode(), "text/plain"),
    ("a.csv", b"a;b\n1;2\n", "text/csv"),
    ("a.docx", archive_of("[Content_Types].xml", "word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("a.xlsx", archive_of("[Content_Types].xml", "xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("a.odt", archive_of("mimetype", "content.xml"), "application/vnd.oasis.opendocument.text"),
]  # fmt: skip
REFUSED = [
    ("a.exe", b"MZ" + b"0" * 100, "type_not_allowed"),
    ("a.zip", archive_of("a.txt"), "type_not_allowed"),
    ("a.html", PAGE, "type_not_allowed"),
    ("a.svg", b"<svg onload='alert(1)'/>", "type_not_allowed"),
    ("a", PDF, "type_not_allowed"),
    ("a.pdf.js", PDF, "type_not_allowed"),
    ("a.png", PAGE, "content_differs"),
    ("a.png", b"MZ" + b"0" * 100, "content_differs"),
    ("a.txt", PAGE, "content_differs"),
    ("a.txt", b"a\x00b", "content_differs"),
    ("a.txt", b"\xff\xfe", "content_differs"),
    ("a.docx", archive_of("evil.exe"), "content_differs"),
    ("a.docx", b"PK\x03\x04 and then nothing", "content_differs"),
    ("a.pdf", b"", "size"),
]


@pytest.mark.parametrize(("name", "content", "media_type"), KEPT)
def test_a_file_is_kept_if_it_is_what_it_is_called(name: str, content: bytes, media_type: str):
    [file] = judged((Enclosed(name, "application/octet-stream", content),))
    assert (file.refused, file.media_type, file.content) == (None, media_type, content)


@pytest.mark.parametrize(("name", "content", "reason"), REFUSED)
def test_a_file_is_refused_if_it_is_not(name: str, content: bytes, reason: str):
    [file] = judged((Enclosed(name, "image/png", content),))
    assert (file.refused, file.content) == (reason, None)


def test_large_files_and_very_many_are_refused():
    [large] = judged((Enclosed("a.txt", "text/plain", b"a" * (FILE_BYTES + 1)),))
    assert large.refused == "size"
    many = judged((Enclosed("a.txt", "text/plain", b"a"),) * (FILES + 1))
    assert [file.refused for file in many] == [None] * FILES + ["too_many"]


def test_a_file_without_a_name_gets_a_number():
    assert [file.name for file in judged((Enclosed("", "image/png", PNG),))] == ["file-1"]


def test_the_archive_gives_names_of_its_own_and_reads_no_others(tmp_path):
    archive = Archive.at(tmp_path)
    name = archive.keep(PNG)
    (tmp_path / "secret").write_bytes(b"secret")
    assert archive.read(name) == PNG
    assert archive.folder.stat().st_mode & 0o077 == 0
    assert (archive.folder / name).stat().st_mode & 0o077 == 0
    assert archive.read("../secret") is None
    archive.drop(["../secret", name])
    assert archive.read(name) is None
    assert (tmp_path / "secret").exists()


def test_what_no_mail_names_any_more_is_swept(tmp_path):
    archive = Archive.at(tmp_path)
    assert archive.drop_older(0) == 0
    name = archive.keep(PNG)
    assert archive.drop_older(3600) == 0
    assert archive.drop_older(-1) == 1
    assert archive.read(name) is None
