use hayro::kurbo::{Point, Vec2};
use reading::Word;

use super::{Embedded, EmbeddedLine, pdf_survey::PlacedGlyph};

/// Joins placed characters into words and lines, in the order of the file. `scale` turns points into pixels.
pub fn assemble(glyphs: &[PlacedGlyph], scale: f64, size: (u32, u32)) -> Embedded {
    let read = Embedded { text: String::new(), words: Vec::new(), lines: Vec::new() };
    let mut page = Assembly { read, level: true, open: None, scale, size };
    let mut last: Option<&PlacedGlyph> = None;
    for glyph in glyphs {
        let Some(text) = &glyph.text else { continue };
        match last.map_or(Step::Line, |last| step(last, glyph)) {
            Step::Same => {}
            Step::Word => page.separate(" "),
            Step::Line => page.separate("\n"),
            Step::Paragraph => page.separate("\n\n"),
        }
        page.add(text, glyph);
        last = Some(glyph);
    }
    page.separate("\n");
    let mut read = page.read;
    read.text = read.text.trim().to_owned();
    read
}

enum Step {
    Same,
    Word,
    Line,
    Paragraph,
}

/// How a character follows the one before, in units of the font's height.
fn step(last: &PlacedGlyph, next: &PlacedGlyph) -> Step {
    let size = last.size.max(next.size).max(0.1);
    let along = unit(last.advance);
    let gap = (next.origin - (last.origin + last.advance)) / size;
    let (ahead, aside) = (gap.dot(along), gap.cross(along).abs());
    let turned = along.dot(unit(next.advance)) < 0.9;
    match () {
        () if turned || ahead < -1.5 || aside > 0.6 => {
            if aside > 1.9 || turned {
                Step::Paragraph
            } else {
                Step::Line
            }
        }
        () if ahead > 0.17 || aside > 0.35 => Step::Word,
        () => Step::Same,
    }
}

fn unit(vector: Vec2) -> Vec2 {
    let length = vector.hypot();
    if length > 0.0 { vector / length } else { Vec2::new(1.0, 0.0) }
}

struct Assembly {
    read: Embedded,
    /// Whether the line so far is written from left to right, upright.
    level: bool,
    open: Option<(String, [f64; 4])>,
    scale: f64,
    size: (u32, u32),
}

impl Assembly {
    fn add(&mut self, text: &str, glyph: &PlacedGlyph) {
        if text.trim().is_empty() {
            self.separate(" ");
            return;
        }
        self.level &= unit(glyph.advance).x > 0.995;
        let bounds = bounds(glyph);
        let (word, place) = self.open.get_or_insert_with(|| (String::new(), bounds));
        word.push_str(text);
        *place = [place[0].min(bounds[0]), place[1].min(bounds[1]), place[2].max(bounds[2]), place[3].max(bounds[3])];
    }

    /// Ends the open word and writes what stands between it and the next.
    fn separate(&mut self, separator: &str) {
        if let Some((text, place)) = self.open.take() {
            self.read.text.push_str(&text);
            let limit = |value: f64, most: u32| (value * self.scale).round().clamp(0.0, f64::from(most)) as i32;
            let (width, height) = self.size;
            let bounds =
                [limit(place[0], width), limit(place[1], height), limit(place[2], width), limit(place[3], height)];
            self.read.words.push(Word { text, confidence: 100.0, bounds });
        }
        let ended = self.read.text.ends_with(char::is_whitespace);
        if separator.starts_with('\n') {
            if ended {
                self.read.text.truncate(self.read.text.trim_end().len());
            }
            self.end_line();
        }
        if !ended || separator.starts_with('\n') {
            self.read.text.push_str(separator);
        }
    }

    fn end_line(&mut self) {
        let words = self.read.lines.last().map_or(0, |line| line.words.end)..self.read.words.len();
        if !words.is_empty() {
            self.read.lines.push(EmbeddedLine { words, level: self.level });
        }
        self.level = true;
    }
}

/// The box of a character: three quarters of the font's height above its base line, one fifth below.
fn bounds(glyph: &PlacedGlyph) -> [f64; 4] {
    let up = Vec2::new(unit(glyph.advance).y, -unit(glyph.advance).x) * glyph.size;
    let end = glyph.origin + glyph.advance;
    let corners: [Point; 4] = [glyph.origin + up * 0.75, glyph.origin - up * 0.2, end + up * 0.75, end - up * 0.2];
    let fold = |start: f64, pick: fn(f64, f64) -> f64, of: fn(&Point) -> f64| corners.iter().map(of).fold(start, pick);
    [
        fold(f64::MAX, f64::min, |p| p.x),
        fold(f64::MAX, f64::min, |p| p.y),
        fold(f64::MIN, f64::max, |p| p.x),
        fold(f64::MIN, f64::max, |p| p.y),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, x: f64, y: f64) -> Vec<PlacedGlyph> {
        let place = |(at, c): (usize, char)| PlacedGlyph {
            text: Some(c.to_string()),
            origin: Point::new(x + 5.0 * at as f64, y),
            advance: Vec2::new(5.0, 0.0),
            size: 10.0,
        };
        text.chars().enumerate().map(place).collect()
    }

    #[test]
    fn gaps_make_words_and_lower_base_lines_make_lines_and_paragraphs() {
        let mut glyphs = line("Madame", 50.0, 100.0);
        glyphs.extend(line("Dupont", 85.0, 100.0));
        glyphs.extend(line("a dit", 50.0, 112.0));
        glyphs.extend(line("oui", 50.0, 140.0));
        let read = assemble(&glyphs, 2.0, (1000, 1000));
        assert_eq!(read.text, "Madame Dupont\na dit\n\noui");
        assert_eq!(read.words.len(), 5);
        assert_eq!(read.words[0].bounds, [100, 185, 160, 204]);
        let lines: Vec<_> = read.lines.iter().map(|line| (line.words.clone(), line.level)).collect();
        assert_eq!(lines, [(0..2, true), (2..4, true), (4..5, true)]);
    }

    #[test]
    fn a_line_that_runs_upwards_is_not_level() {
        let place = |(at, c): (usize, char)| PlacedGlyph {
            text: Some(c.to_string()),
            origin: Point::new(50.0, 400.0 - 5.0 * at as f64),
            advance: Vec2::new(0.0, -5.0),
            size: 10.0,
        };
        let mut glyphs: Vec<_> = "Reçu le 3 mars".chars().enumerate().map(place).collect();
        glyphs.extend(line("Madame", 80.0, 100.0));
        let levels: Vec<_> = assemble(&glyphs, 2.0, (1000, 1000)).lines.iter().map(|line| line.level).collect();
        assert_eq!(levels, [false, true]);
    }
}
