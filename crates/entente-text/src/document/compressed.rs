//! Compressed files: gzip with any number of members (as WARC has them), and Zstandard with any
//! number of frames. They are unpacked as they are read, and no further than text would be long.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

use super::source::{Context, Source, Stream, Unpacked};
use super::{Format, open};

/// The largest window of Zstandard that is kept in memory.
const MAX_WINDOW: u64 = 128 * 1024 * 1024;

/// What a compressed file holds.
pub(super) fn read<'a>(source: Source<'a>, format: Format, context: &Context) -> Stream<'a> {
    let ending = if format == Format::Gzip { "gz" } else { "zst" };
    open(unpack(source, format, context), context.unpacked(ending))
}

/// The unpacked bytes of `source`. Reading fails when they are far more than text would be.
pub(super) fn unpack<'a>(source: Source<'a>, format: Format, context: &Context) -> Source<'a> {
    let unpacked: Box<dyn Read + 'a> = if format == Format::Gzip {
        Box::new(MultiGzDecoder::new(source))
    } else {
        Box::new(Frames {
            source: Some(source),
            frame: None,
        })
    };
    Box::new(BufReader::with_capacity(
        64 * 1024,
        Unpacked::new(unpacked, &context.volume),
    ))
}

/// The frames of a Zstandard file, one after the other.
struct Frames<R: BufRead> {
    /// What is packed, between frames.
    source: Option<R>,
    frame: Option<StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>,
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(mut frame) = self.frame.take() {
                let count = frame.read(buffer)?;
                if count > 0 || buffer.is_empty() {
                    self.frame = Some(frame);
                    return Ok(count);
                }
                self.source = Some(frame.into_inner());
            }
            let Some(mut source) = self.source.take() else {
                return Ok(0);
            };
            if source.fill_buf()?.is_empty() {
                return Ok(0);
            }
            let frame = StreamingDecoder::new_with_max_window_size(source, MAX_WINDOW)
                .map_err(io::Error::other)?;
            self.frame = Some(frame);
        }
    }
}
