/// Columns of a cell: the distance from one character to the next.
pub const COLUMNS: usize = 16;
/// Rows of a cell: the height of capitals and an eighth of it above and below.
pub const ROWS: usize = 20;
/// Rows of the height of capitals.
pub const CAPITAL: usize = 16;
/// The characters of a zone.
pub const CHARACTERS: &[u8; 37] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
/// Pixels of a cell.
pub const SIZE: usize = COLUMNS * ROWS;

/// The 37 cells, a byte a pixel, drawn from the OCR-B of N. Schwarz and M. Skala, which is free of rights.
static SHADES: &[u8] = include_bytes!("ocr_b.bin");

/// The pixels of a place, row by row.
pub type Cell = [f32; SIZE];

/// The characters as they look, each of mean 0 and length 1.
pub struct Glyphs {
    shapes: Vec<Cell>,
    /// Columns by which they are out of focus.
    pub softness: f32,
}

impl Glyphs {
    /// As they look on a page with so many pixels from one character to the next.
    pub fn at(pitch: f32) -> Self {
        Self::soft(0.4 * COLUMNS as f32 / pitch.max(1.0))
    }

    /// As they look out of focus, by so many columns.
    pub fn soft(softness: f32) -> Self {
        let shape = |shades: &[u8]| {
            let mut cell = [0.0; SIZE];
            for (value, shade) in cell.iter_mut().zip(shades) {
                *value = f32::from(*shade);
            }
            soften(&mut cell, softness);
            normalise(&mut cell);
            cell
        };
        Self { shapes: SHADES.chunks_exact(SIZE).map(shape).collect(), softness }
    }

    /// How much a cell looks like each character, -1 to 1; little where there is little contrast.
    pub fn likeness(&self, cell: &mut Cell, contrast: f32) -> [f32; 37] {
        let trust = (normalise(cell) / (0.4 * contrast).max(4.0)).min(1.0);
        let mut likeness = [0.0; 37];
        for (value, shape) in likeness.iter_mut().zip(&self.shapes) {
            *value = product(shape, cell) * trust;
        }
        likeness
    }

    /// How much it looks like the character it is most like.
    pub fn best(&self, cell: &mut Cell, contrast: f32) -> f32 {
        self.likeness(cell, contrast).into_iter().fold(-1.0, f32::max)
    }
}

/// Gauss with this sigma; the edge of the cell goes on.
fn soften(cell: &mut Cell, sigma: f32) {
    if sigma < 0.3 {
        return;
    }
    let weights: Vec<f32> = (-9_i8..=9).map(|d| (-0.5 * (f32::from(d) / sigma).powi(2)).exp()).collect();
    let whole: f32 = weights.iter().sum();
    let along = |from: &Cell, at: &dyn Fn(usize) -> usize, place: usize, length: usize| -> f32 {
        let values = weights.iter().enumerate();
        values.map(|(w, weight)| weight * from[at((place + w).saturating_sub(9).min(length - 1))]).sum::<f32>() / whole
    };
    let source = *cell;
    for (at, value) in cell.iter_mut().enumerate() {
        *value = along(&source, &|x| at / COLUMNS * COLUMNS + x, at % COLUMNS, COLUMNS);
    }
    let source = *cell;
    for (at, value) in cell.iter_mut().enumerate() {
        *value = along(&source, &|y| y * COLUMNS + at % COLUMNS, at / COLUMNS, ROWS);
    }
}

/// Eight sums side by side, which the processor adds at once.
fn product(one: &Cell, other: &Cell) -> f32 {
    let mut sums = [0.0_f32; 8];
    for (a, b) in one.chunks_exact(8).zip(other.chunks_exact(8)) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    sums.into_iter().sum()
}

/// Brings a cell to mean 0 and length 1 and gives the spread it had.
fn normalise(cell: &mut Cell) -> f32 {
    let mean = cell.iter().sum::<f32>() / SIZE as f32;
    for value in cell.iter_mut() {
        *value -= mean;
    }
    let length = product(cell, cell).sqrt();
    if length > 1e-3 {
        for value in cell.iter_mut() {
            *value /= length;
        }
    }
    length / (SIZE as f32).sqrt()
}
