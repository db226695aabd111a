//! The bytes of an answer, unpacked and counted: a small answer must not become a large one.

use std::cell::Cell;
use std::io::{self, Read};

use brotli_decompressor::Decompressor;
use flate2::read::MultiGzDecoder;
use ureq::Body;
use ureq::http::Response;
use url::Url;

use super::FetchError;
use super::failure::shown;

/// What is understood, for the header that says so.
pub(super) const ENCODINGS: &str = "gzip, br";

/// Bytes that may be made of one: text shrinks to a tenth, a bomb to a thousandth.
const RATIO: u64 = 100;
/// A body this small is no bomb, whatever its ratio.
const HARMLESS: u64 = 1 << 20;
/// Bytes that are read before they are counted.
const PIECE: u64 = 1 << 20;
/// Memory that unpacking uses at a time.
const BUFFER: usize = 16 << 10;

/// Everything, as far as it stays within `limit` bytes.
pub(super) fn read(response: Response<Body>, url: &Url, limit: u64) -> Result<Vec<u8>, FetchError> {
    let encoding = response.headers().get("content-encoding").and_then(|value| value.to_str().ok());
    let encoding = encoding.unwrap_or_default().trim().to_ascii_lowercase();
    let sent = Cell::new(0);
    let input = Counted { input: response.into_body().into_reader(), bytes: &sent };
    let unpacked: Box<dyn Read + '_> = match encoding.as_str() {
        "" | "identity" => Box::new(input),
        "gzip" | "x-gzip" => Box::new(MultiGzDecoder::new(input)),
        "br" => Box::new(Decompressor::new(input, BUFFER)),
        other => return Err(FetchError::Encoding(shown(url), crate::sanitize::line(other))),
    };
    measured(unpacked, url, limit, &sent)
}

/// Reads by pieces, so that no more than one of them is made too much. The limits are looked at before an error is: one
/// that comes because there was too much would hide that.
fn measured(mut input: impl Read, url: &Url, limit: u64, sent: &Cell<u64>) -> Result<Vec<u8>, FetchError> {
    let mut bytes = Vec::new();
    loop {
        let more = input.by_ref().take(PIECE).read_to_end(&mut bytes);
        let made = bytes.len() as u64;
        if made > limit {
            return Err(FetchError::TooLarge(shown(url), limit));
        }
        if made > HARMLESS && made / RATIO > sent.get() {
            return Err(FetchError::Bomb(shown(url)));
        }
        if more.map_err(|cause| FetchError::from_io(url, &cause))? == 0 {
            return Ok(bytes);
        }
    }
}

/// Counts what came over the line.
struct Counted<'a, R> {
    input: R,
    bytes: &'a Cell<u64>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.input.read(buffer)?;
        self.bytes.set(self.bytes.get() + size as u64);
        Ok(size)
    }
}
