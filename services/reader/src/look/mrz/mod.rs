//! The machine readable zone of a card or passport, scanned or photographed.
//!
//! Tesseract miscounts fillers and takes OCR-B for other letters, so the zone is read on its own: long lines of evenly spaced ink are
//! looked for, straightened, laid under a grid of 30, 36 or 44 places, and each place is compared with the 37 characters of OCR-B.
//! Of the characters a place may be, those are chosen with which the check digits are right.

mod chain;
mod glyphs;
mod grid;
mod ribbon;
mod strips;
mod zone;

use image::GrayImage;
use reading::MachineZone;

use glyphs::Glyphs;
use ribbon::Ribbon;
use strips::Strip;
use zone::Zone;

/// Readings of a zone, from each of its lines and at several scales, which are taken together.
const LOOKS: usize = 4;

/// Part of a line that words with small letters cover: it is then none of a zone.
const PRINT: f32 = 0.3;
/// Columns of a character by which a zone is taken to be out of focus, where none is found otherwise.
const BLURRED: f32 = 1.6;

/// The zones of a page, each once, in pixels of the page. A page of unknown size is searched at more scales. `sideways`: also
/// those that stand upright once the page lies on its side. `print`: where words with small letters were read surely; zones have none.
pub fn find(page: &GrayImage, dpi: Option<u32>, sideways: bool, print: &[[f32; 4]]) -> Vec<MachineZone> {
    let zones = standing(page, dpi, print);
    if !sideways || zones.iter().any(|zone| zone.checked) {
        return zones.into_iter().map(told).collect();
    }
    let height = page.height().cast_signed();
    let lying = standing(&image::imageops::rotate90(page), dpi, &[]).into_iter().map(told);
    let back = lying.map(|zone| {
        let [left, top, right, bottom] = zone.bounds;
        MachineZone { turned: zone.turned + 90, bounds: [top, height - right, bottom, height - left], ..zone }
    });
    back.chain(zones.into_iter().map(told)).collect()
}

/// The zones that stand upright or on their head.
fn standing(page: &GrayImage, dpi: Option<u32>, print: &[[f32; 4]]) -> Vec<Zone> {
    let mut found: Vec<(Strip, Vec<Zone>)> = Vec::new();
    for strip in strips::strips(page, &strips::factors(page.dimensions(), dpi)) {
        if strip.covered(print) >= PRINT {
            continue;
        }
        let known = found.iter_mut().find(|(known, _)| known.holds(&strip));
        if known.as_ref().is_some_and(|(_, zones)| zones.len() >= LOOKS || zones.iter().any(Zone::is_certain)) {
            continue;
        }
        let Some(zone) = read(page, &strip) else { continue };
        match known {
            Some((_, zones)) => zones.push(zone),
            None => found.push((strip, vec![zone])),
        }
    }
    found.into_iter().filter_map(|(_, zones)| zone::agreed(zones)).collect()
}

/// The zone that a strip is a line of, if it is one.
fn read(page: &GrayImage, strip: &Strip) -> Option<Zone> {
    let pitches = ribbon::pitches(page, strip);
    let first = *pitches.first()?;
    let ribbon = Ribbon::of(page, strip);
    let glyphs = Glyphs::at(ribbon.on_page_scale(first));
    let standing = |glyphs: &Glyphs| {
        zone::read(&ribbon, glyphs, &pitches).or_else(|| zone::read(&ribbon.turned(), glyphs, &pitches))
    };
    standing(&glyphs).or_else(|| standing(&Glyphs::soft(BLURRED)))
}

fn told(zone: Zone) -> MachineZone {
    let told = MachineZone {
        likeness: (zone.likeness * 1_000.0).round() / 10.0,
        turned: if zone.turned { 180 } else { 0 },
        bounds: zone.bounds,
        lines: zone.lines,
        seen: zone.seen,
        proved: false,
        rivals: zone.rivals,
    };
    let proved = zone.checked && told.understood().is_ok_and(|understood| understood.proved());
    MachineZone { proved, ..told }
}

#[cfg(test)]
mod tests;
