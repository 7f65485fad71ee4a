use super::{
    glyphs::{CAPITAL, CHARACTERS, COLUMNS, Cell, Glyphs, ROWS, SIZE},
    ribbon::Ribbon,
};

/// Where the characters of a line stand on the ribbon. Character `i` starts at `x + (pitch + drift i) i`.
#[derive(Clone, Copy, Debug)]
pub struct Grid {
    pub x: f32,
    pub pitch: f32,
    pub drift: f32,
    /// Middle of the capitals in the middle of the line.
    pub y: f32,
    /// What remains of its slope, and of its bend, from the middle to the end of the line.
    pub slope: f32,
    pub bend: f32,
    /// Height of capitals.
    pub height: f32,
    /// How far they lean to the right, by their height.
    pub lean: f32,
    pub count: usize,
}

/// Likeness beside a line from which it goes on.
const GOES_ON: f32 = 0.72;
/// Likeness below which a better fit does not make characters.
const HOPELESS: f32 = 0.66;
/// The ways in which a grid is moved and stretched.
const MOVES: usize = 10;

impl Grid {
    pub fn left(&self, place: f32) -> f32 {
        self.x + (self.pitch + self.drift * place) * place
    }

    fn middle(&self, place: f32) -> f32 {
        let from_middle = place * 2.0 / self.count as f32 - 1.0;
        self.y + self.slope * from_middle + self.bend * (from_middle * from_middle - 0.33)
    }

    /// The pixels of a place, moved by parts of a cell.
    pub fn cell(&self, ribbon: &Ribbon, place: usize, (across, down): (f32, f32)) -> Cell {
        let (left, right) = (self.left(place as f32), self.left(place as f32 + 1.0));
        let column = (right - left) / COLUMNS as f32;
        let row = self.height / CAPITAL as f32;
        let middle = self.middle(place as f32 + 0.5);
        let mut cell = [0.0; SIZE];
        for (y, values) in cell.chunks_exact_mut(COLUMNS).enumerate() {
            let beside = (y as f32 + 0.5 - ROWS as f32 / 2.0 + down) * row;
            let left = left - self.lean * beside;
            for (x, value) in values.iter_mut().enumerate() {
                *value = ribbon.at(left + (x as f32 + 0.5 + across) * column, middle + beside);
            }
        }
        cell
    }

    /// Mean likeness of every `step`th place to the character it is most like.
    pub fn score(&self, ribbon: &Ribbon, glyphs: &Glyphs, contrast: f32, step: usize) -> f32 {
        let places = (0..self.count).step_by(step);
        let count = places.len() as f32;
        places.map(|place| glyphs.best(&mut self.cell(ribbon, place, (0.0, 0.0)), contrast)).sum::<f32>() / count
    }

    /// Nothing that looks like a character goes on before the first place or after the last.
    pub fn ends(&self, ribbon: &Ribbon, glyphs: &Glyphs, contrast: f32) -> bool {
        let beside = |places: [f32; 2]| {
            let looks = |place: &f32| {
                let x = self.left(*place);
                let inside = x >= 0.0 && x + self.pitch <= ribbon.width as f32;
                let grid = Self { x, drift: 0.0, ..*self };
                inside && glyphs.best(&mut grid.cell(ribbon, 0, (0.0, 0.0)), contrast) > GOES_ON
            };
            places.iter().all(looks)
        };
        let count = self.count as f32;
        !beside([-1.0, -2.0]) && !beside([count, count + 1.0])
    }

    /// Moved and stretched until its places look most like characters, and how much they do.
    pub fn refined(self, ribbon: &Ribbon, glyphs: &Glyphs, contrast: f32) -> (f32, Self) {
        let score = |step: usize| move |grid: &Self| grid.score(ribbon, glyphs, contrast, step);
        let rough = self.nudged(1.0, score(3));
        let likeness = score(3)(&rough);
        if likeness < HOPELESS {
            return (likeness, rough);
        }
        let best = rough.nudged(0.5, score(2)).nudged(0.25, score(1));
        (best.score(ribbon, glyphs, contrast, 1), best)
    }

    /// Moved by steps of this size as long as that helps.
    fn nudged(self, size: f32, score: impl Fn(&Self) -> f32) -> Self {
        let mut best = (score(&self), self);
        for _ in 0..3 {
            let before = best.0;
            for way in 0..MOVES {
                for size in [size, -size] {
                    let moved = best.1.moved(way, size);
                    let likeness = score(&moved);
                    if likeness > best.0 {
                        best = (likeness, moved);
                    }
                }
            }
            if best.0 - before < 0.003 {
                break;
            }
        }
        best.1
    }

    fn moved(mut self, way: usize, size: f32) -> Self {
        let count = self.count as f32;
        let (pitch, height) = (self.pitch * size, self.height * size);
        match way {
            0 => self.x += pitch * 0.12,
            1 => {
                self.pitch += pitch * 0.2 / count;
                self.x -= pitch * 0.1;
            }
            2 => self.y += height * 0.1,
            3 => self.height *= 1.0 + size * 0.1,
            4 => self.slope += height * 0.1,
            5 => self.bend += height * 0.1,
            6 => self.pitch += pitch * 0.2 / count,
            7 => {
                let drift = pitch * 0.15 / (count * count / 4.0);
                self.drift += drift;
                self.pitch -= drift * count;
                self.x += drift * count * count / 6.0;
            }
            8 => self.lean += size * 0.08,
            _ => {
                self.y += height * 0.06;
                self.height *= 1.0 + size * 0.08;
            }
        }
        self
    }

    /// What each place may be and what that costs, the likeliest first; a cell may lie a little beside its place.
    pub fn read(&self, ribbon: &Ribbon, glyphs: &Glyphs, contrast: f32) -> Vec<Vec<(u8, f32)>> {
        (0..self.count).map(|place| self.read_place(ribbon, glyphs, contrast, place)).collect()
    }

    fn read_place(&self, ribbon: &Ribbon, glyphs: &Glyphs, contrast: f32, place: usize) -> Vec<(u8, f32)> {
        let mut most = [-1.0_f32; 37];
        for across in [-1.0, 0.0, 1.0] {
            for down in [-1.0, 0.0, 1.0] {
                let likeness = glyphs.likeness(&mut self.cell(ribbon, place, (across, down)), contrast);
                for (most, likeness) in most.iter_mut().zip(likeness) {
                    *most = most.max(likeness);
                }
            }
        }
        let best = most.into_iter().fold(-1.0, f32::max);
        let mut candidates: Vec<(u8, f32)> = CHARACTERS.iter().zip(most).map(|(c, own)| (*c, best - own)).collect();
        candidates.sort_by(|a, b| a.1.total_cmp(&b.1));
        candidates
    }
}
