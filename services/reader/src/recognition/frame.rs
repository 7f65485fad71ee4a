/// A line of text where it was found, in pixels of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextLine {
    /// Left, top, right, bottom of its ink.
    pub bounds: [i32; 4],
    /// On which its letters stand.
    pub base: i32,
    /// Whether a paragraph starts with it.
    pub starts: bool,
}

/// What of the picture is read for each line: its ink and some paper around it, with room for the tails of letters even
/// if it has none, and nothing of the lines above and below.
pub fn frames(lines: &[TextLine], (width, height): (u32, u32)) -> Vec<[u32; 4]> {
    lines.iter().map(|line| frame(line, lines, (width.cast_signed(), height.cast_signed()))).collect()
}

fn frame(line: &TextLine, lines: &[TextLine], (width, height): (i32, i32)) -> [u32; 4] {
    let [left, top, right, bottom] = line.bounds;
    let margin = ((bottom - top) / 6).clamp(3, 9);
    let tails = line.base + (line.base - top).max(0) / 4;
    let beside = |other: &&TextLine| other.bounds[0] < right && other.bounds[2] > left;
    let (mut above, mut below) = (0, height);
    for other in lines.iter().filter(beside) {
        let [_, other_top, _, other_bottom] = other.bounds;
        if other_bottom <= top {
            above = above.max(i32::midpoint(other_bottom, top));
        }
        if other_top >= bottom {
            below = below.min(i32::midpoint(other_top, bottom));
        }
    }
    let within = |value: i32, most: i32| value.clamp(0, most).cast_unsigned();
    [
        within(left - margin, width),
        within((top - margin).max(above.min(top - 1)), height),
        within(right + margin, width),
        within((bottom.max(tails) + margin).min(below.max(bottom + 1)), height),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(top: i32, bottom: i32) -> TextLine {
        TextLine { bounds: [100, top, 900, bottom], base: bottom, starts: false }
    }

    #[test]
    fn a_frame_has_room_for_tails_and_ends_before_the_next_line() {
        let alone = frames(&[line(200, 224)], (1000, 1000));
        assert_eq!(alone, [[96, 196, 904, 234]]);
        let close = frames(&[line(200, 224), line(228, 252)], (1000, 1000));
        assert_eq!(close, [[96, 196, 904, 226], [96, 226, 904, 262]]);
    }

    #[test]
    fn a_frame_stays_on_the_picture() {
        let edge = TextLine { bounds: [0, 1, 1000, 999], base: 999, starts: false };
        assert_eq!(frames(&[edge], (1000, 1000)), [[0, 0, 1000, 1000]]);
    }
}
