//! Logos: small pictures that every browser shows, judged by what they are and not by what they are called.

use std::fmt;
use std::io::Cursor;

use data_encoding::BASE64;
use image_webp::WebPDecoder;
use png::{Decoder, Limits, Transformations};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::Coded;
use crate::domain::id::BASE32;

/// How many bytes a logo has at most.
const LARGEST: usize = 32 * 1024;

/// How many characters of base64 so many bytes have.
const LONGEST: usize = LARGEST.div_ceil(3) * 4;

/// How many pixels each side has.
const SIDES: std::ops::RangeInclusive<u32> = 16..=1024;

/// What a picture may take in memory while it is looked at: the largest takes 8 MB.
const MEMORY: usize = 16 * 1024 * 1024;

/// A picture that can be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    name: LogoName,
    file: Vec<u8>,
}

/// What a logo is called: some of the hash of its bytes, so that another logo has another name, and its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LogoName(String);

/// Why a picture cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LogoFault {
    /// It is sent in another way.
    #[error("must be base64 (RFC 4648 section 4) of a PNG or WebP file")]
    Malformed,
    /// Too many bytes.
    #[error("the file has {0} bytes, at most {LARGEST} are allowed")]
    TooLarge(usize),
    /// Its bytes are not those of a picture.
    #[error("the file is not a whole PNG or WebP picture")]
    NotAPicture,
    /// It moves.
    #[error("the picture is animated")]
    Animated,
    /// Too small, or too big.
    #[error("the picture is {0} by {1} pixels, each side must have from 16 to 1024")]
    Dimensions(u32, u32),
}

impl Coded for LogoFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Malformed | Self::NotAPicture | Self::Animated => "invalid_picture",
            Self::TooLarge(_) => "picture_too_large",
            Self::Dimensions(..) => "invalid_dimensions",
        }
    }
}

impl Logo {
    /// Reads a picture from base64, all of it.
    pub fn parse(text: &str) -> Result<Self, LogoFault> {
        let length = text.chars().count();
        if length > LONGEST {
            return Err(LogoFault::TooLarge(length / 4 * 3));
        }
        let file = BASE64.decode(text.as_bytes()).map_err(|_| LogoFault::Malformed)?;
        if file.len() > LARGEST {
            return Err(LogoFault::TooLarge(file.len()));
        }
        let kind = if file.starts_with(b"RIFF") { webp(&file)? } else { png(&file)? };
        let hash = BASE32.encode(&Sha256::digest(&file)[..15]);
        Ok(Self { name: LogoName(format!("{hash}.{kind}")), file })
    }

    /// What it is called.
    pub fn name(&self) -> &LogoName {
        &self.name
    }

    /// The file.
    pub fn into_file(self) -> Vec<u8> {
        self.file
    }
}

impl LogoName {
    /// The type of its content.
    pub fn content_type(&self) -> &'static str {
        if self.0.ends_with(".webp") { "image/webp" } else { "image/png" }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LogoName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn png(file: &[u8]) -> Result<&'static str, LogoFault> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(file), Limits { bytes: MEMORY });
    decoder.set_transformations(Transformations::IDENTITY);
    let mut reader = decoder.read_info().map_err(|_| LogoFault::NotAPicture)?;
    let info = reader.info();
    check(info.width, info.height, info.animation_control.is_some())?;
    let size = reader.output_buffer_size().ok_or(LogoFault::NotAPicture)?;
    reader.next_frame(&mut vec![0; size]).map_err(|_| LogoFault::NotAPicture)?;
    reader.finish().map_err(|_| LogoFault::NotAPicture)?;
    Ok("png")
}

fn webp(file: &[u8]) -> Result<&'static str, LogoFault> {
    let mut decoder = WebPDecoder::new(Cursor::new(file)).map_err(|_| LogoFault::NotAPicture)?;
    decoder.set_memory_limit(MEMORY);
    let (width, height) = decoder.dimensions();
    check(width, height, decoder.is_animated())?;
    let size = decoder.output_buffer_size().ok_or(LogoFault::NotAPicture)?;
    decoder.read_image(&mut vec![0; size]).map_err(|_| LogoFault::NotAPicture)?;
    Ok("webp")
}

/// What the header says, before the rest is looked at.
fn check(width: u32, height: u32, is_animated: bool) -> Result<(), LogoFault> {
    if !SIDES.contains(&width) || !SIDES.contains(&height) {
        return Err(LogoFault::Dimensions(width, height));
    }
    if is_animated { Err(LogoFault::Animated) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of one colour, as a file of its kind.
    fn png_of(width: u32, height: u32) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, width, height);
        encoder.set_color(png::ColorType::Grayscale);
        let pixels = vec![0x40; usize::try_from(width * height).unwrap()];
        encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
        file
    }

    fn webp_of(width: u32, height: u32) -> Vec<u8> {
        let mut file = Vec::new();
        let pixels = vec![0x40; usize::try_from(width * height * 3).unwrap()];
        let encoder = image_webp::WebPEncoder::new(&mut file);
        encoder.encode(&pixels, width, height, image_webp::ColorType::Rgb8).unwrap();
        file
    }

    fn parsed(file: &[u8]) -> Result<Logo, LogoFault> {
        Logo::parse(&BASE64.encode(file))
    }

    #[test]
    fn a_whole_picture_of_a_sane_size_is_taken_and_named_after_its_bytes() {
        for (file, ending) in [(png_of(16, 16), ".png"), (png_of(1024, 1024), ".png"), (webp_of(200, 50), ".webp")] {
            let logo = parsed(&file).unwrap();
            assert!(logo.name().as_str().ends_with(ending), "{}", logo.name());
            assert_eq!(logo.into_file(), file);
        }
        assert_ne!(parsed(&png_of(16, 16)).unwrap().name(), parsed(&png_of(17, 16)).unwrap().name());
    }

    #[test]
    fn what_is_no_picture_or_not_all_of_one_is_refused() {
        for file in [png_of(64, 64), webp_of(64, 64)] {
            assert_eq!(parsed(&file[..file.len() / 2]), Err(LogoFault::NotAPicture));
            let mut broken = file.clone();
            let middle = broken.len() / 2;
            broken[middle..].fill(0xff);
            assert_eq!(parsed(&broken), Err(LogoFault::NotAPicture));
        }
        for file in [&b""[..], b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"RIFF"] {
            assert_eq!(parsed(file), Err(LogoFault::NotAPicture));
        }
        assert_eq!(Logo::parse("data:image/png;base64,AAAA"), Err(LogoFault::Malformed));
    }

    #[test]
    fn its_size_is_limited_in_bytes_and_in_pixels() {
        assert_eq!(parsed(&[0; LARGEST + 1]), Err(LogoFault::TooLarge(LARGEST + 1)));
        for (width, height) in [(15, 16), (16, 1025), (4096, 4096)] {
            assert_eq!(parsed(&png_of(width, height)), Err(LogoFault::Dimensions(width, height)));
        }
    }
}
