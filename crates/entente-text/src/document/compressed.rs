//! Compressed files: gzip with any number of members (as WARC has them), and Zstandard with any
//! number of frames. They are unpacked as they are read, and no further than text would be long.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

use super::source::{Context, Metered, Overflow, Source, Stream};
use super::{Format, open};

/// Text shrinks to a fifth or a tenth, tables of repeating text to a fiftieth.
const MAX_RATIO: u64 = 200;

/// What is unpacked may be this long whatever the ratio.
const HARMLESS: u64 = 64 * 1024 * 1024;

/// The largest window of Zstandard that is kept in memory.
const MAX_WINDOW: u64 = 128 * 1024 * 1024;

/// What a compressed file holds.
pub(super) fn read<'a>(source: Source<'a>, format: Format, context: &Context) -> Stream<'a> {
    let ending = if format == Format::Gzip { "gz" } else { "zst" };
    open(unpack(source, format), context.unpacked(ending))
}

/// The unpacked bytes of `source`. Reading fails when they are far more than text would be.
pub(super) fn unpack<'a>(source: Source<'a>, format: Format) -> Source<'a> {
    let packed = Rc::new(Cell::new(0));
    let source = Metered::counting(source, Rc::clone(&packed));
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
        Guarded {
            inner: unpacked,
            packed,
            unpacked: 0,
        },
    ))
}

/// Fails when what is unpacked is too much for what was packed.
struct Guarded<R> {
    inner: R,
    packed: Rc<Cell<u64>>,
    unpacked: u64,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.unpacked += count as u64;
        if self.unpacked > HARMLESS && self.unpacked / MAX_RATIO > self.packed.get() {
            return Err(Overflow::Bomb { ratio: MAX_RATIO }.into());
        }
        Ok(count)
    }
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
