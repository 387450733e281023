//! What of a photograph may be seen, without what is hidden in it?
//!
//! A picture from outside is decoded and drawn anew: what comes out are pixels
//! alone, turned as they are meant to be seen and no larger than a screen. Place
//! and time of the camera (EXIF, GPS, XMP, IPTC), comments, small pictures inside,
//! colour profiles and whatever is appended stay behind in the original, which is
//! never changed. Reading is bounded in pixels, memory and passes.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use model::{Code, Problem};
use std::io::Cursor;

/// Pixels that a picture may have: what the cameras of telephones make, and more.
pub const MAX_PIXELS: u64 = 64_000_000;
/// Pixels of one side.
const MAX_SIDE: u32 = 30_000;
/// Bytes that decoding may hold at once.
const MAX_MEMORY: u64 = 256 * 1024 * 1024;
/// Passes over a progressive JPEG; cameras and programs write about ten.
const MAX_SCANS: usize = 100;
/// The longer side of what comes out, in pixels.
pub const LONGER_SIDE: u32 = 1600;
/// Of 100: little is lost, and a photograph stays well under a megabyte.
const QUALITY: u8 = 85;

/// A picture drawn anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The bytes of the file.
    pub bytes: Vec<u8>,
    /// `image/jpeg` or `image/png`, as the original.
    pub media_type: &'static str,
    /// Pixels from side to side.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

/// Whether bytes are a picture of a kind that is drawn anew, by their first bytes.
pub fn is_picture(bytes: &[u8]) -> bool {
    format_of(bytes).is_some()
}

fn format_of(bytes: &[u8]) -> Option<ImageFormat> {
    const KNOWN: [(&[u8], ImageFormat); 2] = [
        (b"\xFF\xD8\xFF", ImageFormat::Jpeg),
        (b"\x89PNG\r\n\x1a\n", ImageFormat::Png),
    ];
    let known = KNOWN.iter().find(|(start, _)| bytes.starts_with(start));
    known.map(|(_, format)| *format)
}

/// Draws a JPEG or PNG picture anew: the same to the eye, with nothing else in it.
///
/// # Errors
/// `intake.picture-kind` for other kinds; `intake.picture-too-large` beyond the
/// limits, which is found out before anything is decoded;
/// `intake.picture-unreadable`.
pub fn draw_anew(bytes: &[u8]) -> Result<Picture, Problem> {
    let format = format_of(bytes).ok_or_else(|| Problem::new(Code::IntakePictureKind))?;
    let scans = match format {
        ImageFormat::Jpeg => bytes.windows(2).filter(|two| *two == b"\xFF\xDA").count(),
        _ => 0,
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MAX_PIXELS || decoder.total_bytes() > MAX_MEMORY || scans > MAX_SCANS {
        return Err(too_large(width, height));
    }
    let orientation = decoder.orientation().map_err(unreadable)?;
    let decoded = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    let mut drawn = if width.max(height) > LONGER_SIDE {
        decoded.thumbnail(LONGER_SIDE, LONGER_SIDE)
    } else {
        decoded
    };
    drawn.apply_orientation(orientation);
    let mut out = Vec::new();
    let media_type = match format {
        ImageFormat::Jpeg => {
            let plain = drawn.to_rgb8();
            JpegEncoder::new_with_quality(&mut out, QUALITY)
                .encode_image(&plain)
                .map_err(unreadable)?;
            "image/jpeg"
        }
        _ => {
            let encoder = PngEncoder::new(&mut out);
            let written = if drawn.color().has_alpha() {
                drawn.to_rgba8().write_with_encoder(encoder)
            } else {
                drawn.to_rgb8().write_with_encoder(encoder)
            };
            written.map_err(unreadable)?;
            "image/png"
        }
    };
    Ok(Picture {
        bytes: out,
        media_type,
        width: drawn.width(),
        height: drawn.height(),
    })
}

fn unreadable(error: image::ImageError) -> Problem {
    match error {
        image::ImageError::Limits(_) => Problem::new(Code::IntakePictureTooLarge)
            .with("width", "?")
            .with("height", "?")
            .with("most", MAX_PIXELS / 1_000_000),
        other => Problem::new(Code::IntakePictureUnreadable).with("reason", other),
    }
}

fn too_large(width: u32, height: u32) -> Problem {
    Problem::new(Code::IntakePictureTooLarge)
        .with("width", width)
        .with("height", height)
        .with("most", MAX_PIXELS / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageBuffer, Rgb, Rgba};

    /// Red at the start of the first row, else a slope of blue and green.
    fn slope(width: u32, height: u32) -> ImageBuffer<Rgb<u8>, Vec<u8>> {
        ImageBuffer::from_fn(width, height, |x, y| {
            if x < width / 4 && y < height / 4 {
                Rgb([255, 0, 0])
            } else {
                Rgb([0, (x * 255 / width) as u8, (y * 255 / height) as u8])
            }
        })
    }

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let mut out = Vec::new();
        JpegEncoder::new_with_quality(&mut out, 95)
            .encode_image(&slope(width, height))
            .expect("encoded");
        out
    }

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut out = Vec::new();
        let encoder = PngEncoder::new(&mut out);
        slope(width, height)
            .write_with_encoder(encoder)
            .expect("encoded");
        out
    }

    /// An EXIF block (TIFF 6.0, big-endian): camera, orientation, place, small picture.
    fn exif(orientation: u16) -> Vec<u8> {
        let small = jpeg(8, 8);
        let mut tiff = b"MM\0\x2A\0\0\0\x08".to_vec();
        let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
            let mut bytes = tag.to_be_bytes().to_vec();
            bytes.extend(kind.to_be_bytes());
            bytes.extend(count.to_be_bytes());
            bytes.extend(value);
            bytes
        };
        let at = |offset: u32| offset.to_be_bytes();
        // 0: three entries, then 1 (the small picture), then GPS, then texts and picture.
        let (first, gps) = (8 + 2 + 3 * 12 + 4, 8 + 2 + 3 * 12 + 4 + 2 + 2 * 12 + 4);
        let texts = gps + 2 + 2 * 12 + 4;
        tiff.extend(3u16.to_be_bytes());
        tiff.extend(entry(0x010F, 2, 13, at(texts)));
        let [high, low] = orientation.to_be_bytes();
        tiff.extend(entry(0x0112, 3, 1, [high, low, 0, 0]));
        tiff.extend(entry(0x8825, 4, 1, at(gps)));
        tiff.extend(at(first));
        tiff.extend(2u16.to_be_bytes());
        tiff.extend(entry(0x0201, 4, 1, at(texts + 13 + 11)));
        tiff.extend(entry(0x0202, 4, 1, at(small.len() as u32)));
        tiff.extend(at(0));
        tiff.extend(2u16.to_be_bytes());
        tiff.extend(entry(0x0001, 2, 2, *b"N\0\0\0"));
        tiff.extend(entry(0x001D, 2, 11, at(texts + 13)));
        tiff.extend(at(0));
        tiff.extend(b"SecretCamera\0");
        tiff.extend(b"2019:02:11\0");
        tiff.extend(small);
        tiff
    }

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0xFF, marker];
        bytes.extend((content.len() as u16 + 2).to_be_bytes());
        bytes.extend(content);
        bytes
    }

    fn jpeg_with_secrets(width: u32, height: u32, orientation: u16) -> Vec<u8> {
        let plain = jpeg(width, height);
        let mut bytes = plain[..2].to_vec();
        bytes.extend(segment(
            0xE1,
            &[b"Exif\0\0", exif(orientation).as_slice()].concat(),
        ));
        let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SecretXmp</x:xmpmeta>";
        bytes.extend(segment(0xE1, xmp));
        bytes.extend(segment(0xED, b"Photoshop 3.0\0SecretIptc"));
        bytes.extend(segment(0xFE, b"SecretComment"));
        bytes.extend(&plain[2..]);
        bytes.extend(b"SecretTrail");
        bytes.extend(jpeg(4, 4));
        bytes
    }

    fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        // CRC-32 as PNG has it (ISO 3309).
        let mut crc = !0u32;
        for byte in kind.iter().chain(content) {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = (crc >> 1) ^ (0xEDB8_8320 & 0u32.wrapping_sub(crc & 1));
            }
        }
        let mut bytes = (content.len() as u32).to_be_bytes().to_vec();
        bytes.extend(kind);
        bytes.extend(content);
        bytes.extend((!crc).to_be_bytes());
        bytes
    }

    fn png_with_secrets(width: u32, height: u32, orientation: u16) -> Vec<u8> {
        let plain = png(width, height);
        let header = 8 + 25;
        let mut bytes = plain[..header].to_vec();
        bytes.extend(chunk(b"eXIf", &exif(orientation)));
        bytes.extend(chunk(b"tEXt", b"Comment\0SecretComment"));
        bytes.extend(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0SecretXmp"));
        bytes.extend(chunk(b"tIME", &[0x07, 0xE3, 2, 11, 1, 2, 3]));
        bytes.extend(&plain[header..]);
        bytes.extend(b"SecretTrail");
        bytes
    }

    fn holds(bytes: &[u8], text: &[u8]) -> bool {
        bytes.windows(text.len()).any(|part| part == text)
    }

    /// Kinds of the segments or chunks of a file, in order.
    fn parts(bytes: &[u8]) -> Vec<String> {
        let mut kinds = Vec::new();
        let mut at = 2;
        if bytes.starts_with(b"\x89PNG") {
            at = 8;
            while at + 8 <= bytes.len() {
                let length = u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four"));
                kinds.push(String::from_utf8_lossy(&bytes[at + 4..at + 8]).into_owned());
                at += length as usize + 12;
            }
            assert_eq!(at, bytes.len(), "nothing follows");
            kinds.dedup();
            return kinds;
        }
        while bytes[at + 1] != 0xDA {
            kinds.push(format!("{:02X}", bytes[at + 1]));
            let length = u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]);
            at += 2 + usize::from(length);
        }
        let end = bytes.windows(2).position(|two| two == [0xFF, 0xD9]);
        assert_eq!(end, Some(bytes.len() - 2), "nothing follows");
        kinds.dedup();
        kinds
    }

    #[test]
    fn nothing_hidden_comes_along() {
        for (bytes, kept) in [
            (jpeg_with_secrets(40, 20, 6), vec!["E0", "C0", "C4", "DB"]),
            (png_with_secrets(40, 20, 6), vec!["IHDR", "IDAT", "IEND"]),
        ] {
            for secret in ["SecretTrail", "SecretCamera", "2019:02:11", "SecretXmp"] {
                assert!(holds(&bytes, secret.as_bytes()), "planted: {secret}");
            }
            let drawn = draw_anew(&bytes).expect("drawn");
            for secret in [&b"Secret"[..], b"2019", b"Exif", b"eXIf", b"xmp", b"GPS"] {
                assert!(!holds(&drawn.bytes, secret), "{secret:?}");
            }
            let mut found = parts(&drawn.bytes);
            found.sort();
            found.dedup();
            let mut expected: Vec<String> = kept.into_iter().map(str::to_owned).collect();
            expected.sort();
            assert_eq!(found, expected);
            // Turned a quarter to the right, as the camera said.
            assert_eq!((drawn.width, drawn.height), (20, 40));
            let seen = image::load_from_memory(&drawn.bytes)
                .expect("read")
                .to_rgb8();
            let [red, green, _] = seen.get_pixel(17, 2).0;
            assert!(red > 200 && green < 60, "{:?}", seen.get_pixel(17, 2));
        }
    }

    #[test]
    fn what_is_large_becomes_no_larger_than_a_screen() {
        for bytes in [jpeg(3200, 800), png(3200, 800)] {
            let drawn = draw_anew(&bytes).expect("drawn");
            assert_eq!((drawn.width, drawn.height), (1600, 400));
        }
        let small = draw_anew(&jpeg(30, 20)).expect("drawn");
        assert_eq!((small.width, small.height), (30, 20));
    }

    #[test]
    fn what_can_be_seen_through_stays_so() {
        let clear = ImageBuffer::from_pixel(4, 4, Rgba([1u8, 2, 3, 0]));
        let mut bytes = Vec::new();
        clear
            .write_with_encoder(PngEncoder::new(&mut bytes))
            .expect("encoded");
        let drawn = draw_anew(&bytes).expect("drawn");
        let seen = image::load_from_memory(&drawn.bytes).expect("read");
        assert_eq!(seen.to_rgba8().get_pixel(1, 1).0[3], 0);
    }

    #[test]
    fn a_flood_of_pixels_is_refused_before_it_is_decoded() {
        // A PNG of a few bytes that says it is 60,000 by 60,000 pixels.
        let mut header = 60_000u32.to_be_bytes().to_vec();
        header.extend(60_000u32.to_be_bytes());
        header.extend([8, 6, 0, 0, 0]);
        let mut flood = b"\x89PNG\r\n\x1a\n".to_vec();
        flood.extend(chunk(b"IHDR", &header));
        flood.extend(chunk(b"IDAT", &[0x78, 0x9C, 3, 0, 0, 0, 0, 1]));
        flood.extend(chunk(b"IEND", &[]));
        let refused = draw_anew(&flood).expect_err("refused");
        assert_eq!(refused.code, Code::IntakePictureTooLarge);
        // A JPEG whose frame says 65,500 by 65,500.
        let mut flood = jpeg(16, 16);
        let frame = flood
            .windows(2)
            .position(|two| two == [0xFF, 0xC0])
            .expect("a frame");
        flood[frame + 5..frame + 9].copy_from_slice(&[0xFF, 0xDC, 0xFF, 0xDC]);
        let refused = draw_anew(&flood).expect_err("refused");
        assert_eq!(refused.code, Code::IntakePictureTooLarge);
        // Passes without end cost time, not bytes.
        let mut passes = jpeg(16, 16);
        let end = passes.len() - 2;
        for _ in 0..200 {
            passes.splice(end..end, [0xFF, 0xDA]);
        }
        let refused = draw_anew(&passes).expect_err("refused");
        assert_eq!(refused.code, Code::IntakePictureTooLarge);
    }

    #[test]
    fn what_is_no_picture_is_said_to_be_none() {
        let code = |bytes: &[u8]| draw_anew(bytes).expect_err("refused").code;
        assert_eq!(code(b"%PDF-1.7"), Code::IntakePictureKind);
        assert_eq!(code(b"GIF89a"), Code::IntakePictureKind);
        assert_eq!(code(b"\xFF\xD8\xFF\xE0"), Code::IntakePictureUnreadable);
        let cut = png(40, 40);
        assert_eq!(code(&cut[..cut.len() / 2]), Code::IntakePictureUnreadable);
    }
}
