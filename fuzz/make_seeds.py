"""Writes the binary seeds of the fuzz target into `seeds/`: formats with lengths, offsets or
compression, which no one writes by hand. The others there are written by hand. The first byte of
each is the letter that `read.rs` reads its name's ending from.

Run in this folder: python3 make_seeds.py. What it writes is committed, and is the same each time.
"""

import gzip
import io
import pathlib
import zipfile

SEEDS = pathlib.Path("seeds")
TEXT = b"France and Germany met in Bonn on Thursday. They agreed.\n"
LINE = b'{"title": "Talks", "text": "France met Spain in Paris on 3 May 2021."}\n'
PAGE = b"<html><title>Talks</title><body><p>France met Spain in Paris.</p></body></html>"


def zstandard(content: bytes) -> bytes:
    """A frame of one raw block: magic, a header that gives one byte of length, the block."""
    assert len(content) < 256
    block = (len(content) << 3 | 1).to_bytes(3, "little")
    return b"\x28\xb5\x2f\xfd\x20" + bytes([len(content)]) + block + content


def zip_archive(members: dict[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as writer:
        for name, content in members.items():
            writer.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def record(kind: str, media: str, block: bytes) -> bytes:
    """A record of a web archive."""
    header = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/a\r\n"
        f"Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return header.encode() + block + b"\r\n\r\n"


def answer(fields: str, body: bytes) -> bytes:
    """What a web server sends."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{fields}\r\n"
    return head.encode() + body


def web_archive() -> bytes:
    chunked = b"%x\r\n" % len(PAGE) + PAGE + b"\r\n0\r\n\r\n"
    packed = gzip.compress(PAGE, mtime=0)
    media = "application/http; msgtype=response"
    return (
        record("warcinfo", "application/warc-fields", b"software: none\r\n")
        + record("response", media, answer(f"Content-Length: {len(PAGE)}\r\n", PAGE))
        + record("response", media, answer("Transfer-Encoding: chunked\r\n", chunked))
        + record("response", media, answer("Content-Encoding: gzip\r\n", packed))
        + record("conversion", "text/plain", TEXT)
    )


def pdf() -> bytes:
    """One page of two lines."""
    shown = (
        b"BT /F1 12 Tf 72 720 Td (France and Germany met in Bonn on) Tj "
        b"0 -14 Td (Thursday. They agreed.) Tj ET"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(shown) + shown + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (Talks in Bonn) /CreationDate (D:20240502100000Z) >>",
    ]
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\n" % (len(objects) + 1)
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def main() -> None:
    two = gzip.compress(TEXT, mtime=0) + gzip.compress(TEXT, mtime=0)
    seeds = {
        "warc": b"I" + web_archive(),
        "pdf": b"J" + pdf(),
        "gzip": b"M" + two,
        "gzip-cut": b"M" + two[:-20],
        "zstandard": b"N" + zstandard(TEXT) + zstandard(TEXT),
        "zip": b"O"
        + zip_archive({"a.txt": TEXT, "b/c.html": PAGE, "d.png": b"\x89PNG", "e.jsonl": LINE}),
        "zip-in-zip": b"O" + zip_archive({"inner.zip": zip_archive({"a.txt": TEXT})}),
        "docx": b"P" + zip_archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": PAGE}),
        "warc-gzip": b"Q" + gzip.compress(web_archive(), mtime=0),
        "jsonl-zstandard": b"R" + zstandard(LINE + LINE),
        "utf-16": b"B" + "The talks of 2021 failed.".encode("utf-16"),
    }
    for name, content in seeds.items():
        (SEEDS / name).write_bytes(content)


main()
