use super::{
    glyphs::{CAPITAL, COLUMNS, Glyphs, ROWS, SIZE},
    grid::Grid,
    ribbon::Ribbon,
};

/// Places of a line, by layout.
const COUNTS: [usize; 3] = [30, 36, 44];
/// Likeness that ink which is no character reaches as well.
pub const CHANCE: f32 = 0.5;
/// What a step that is a column longer or shorter costs.
const UNEVEN: f32 = 0.03;

/// Lays grids of this pitch and height over the line: for each number of places the one whose places look most like
/// characters, and how much they do.
pub fn grids(ribbon: &Ribbon, glyphs: &Glyphs, contrast: f32, pitch: f32, height: f32) -> Vec<(f32, Grid)> {
    let likeness = sweep(ribbon, glyphs, contrast, pitch, height);
    let step = pitch / COLUMNS as f32;
    let grid = |count: usize| {
        let (mean, start, end) = chain(&likeness, count)?;
        let pitch = step * (end - start) as f32 / (count - 1) as f32;
        let y = ribbon.height as f32 / 2.0;
        let x = start as f32 * step;
        Some((mean, Grid { x, pitch, drift: 0.0, y, slope: 0.0, bend: 0.0, height, lean: 0.0, count }))
    };
    COUNTS.into_iter().filter_map(grid).collect()
}

/// Likeness of the cell that starts at each column to the character it is most like.
fn sweep(ribbon: &Ribbon, glyphs: &Glyphs, contrast: f32, pitch: f32, height: f32) -> Vec<f32> {
    let step = pitch / COLUMNS as f32;
    let columns = (ribbon.width as f32 / step) as usize;
    let row = height / CAPITAL as f32;
    let middle = ribbon.height as f32 / 2.0;
    let column = |x: usize| -> [f32; ROWS] {
        let across = (x as f32 + 0.5) * step;
        std::array::from_fn(|y| ribbon.at(across, middle + (y as f32 + 0.5 - ROWS as f32 / 2.0) * row))
    };
    let pixels: Vec<[f32; ROWS]> = (0..columns).map(column).collect();
    let cells = pixels.windows(COLUMNS);
    cells
        .map(|window| {
            let mut cell = [0.0; SIZE];
            for (y, values) in cell.chunks_exact_mut(COLUMNS).enumerate() {
                for (value, column) in values.iter_mut().zip(window) {
                    *value = column[y];
                }
            }
            glyphs.best(&mut cell, contrast)
        })
        .collect()
}

/// The chain of so many cells, each about a pitch from the last, that looks most like characters: its mean likeness and the
/// columns of the first and the last.
fn chain(likeness: &[f32], count: usize) -> Option<(f32, usize, usize)> {
    let mut sums: Vec<(f32, usize)> = likeness.iter().enumerate().map(|(x, own)| (*own, x)).collect();
    for _ in 1..count {
        let mut next = vec![(f32::MIN, 0); likeness.len()];
        for (x, slot) in next.iter_mut().enumerate() {
            for back in [COLUMNS, COLUMNS - 1, COLUMNS + 1] {
                let Some((sum, start)) = x.checked_sub(back).map(|before| sums[before]) else { continue };
                let sum = sum + likeness[x] - if back == COLUMNS { 0.0 } else { UNEVEN };
                if sum > slot.0 {
                    *slot = (sum, start);
                }
            }
        }
        sums = next;
    }
    let (end, (sum, start)) = sums.iter().enumerate().max_by(|a, b| a.1.0.total_cmp(&b.1.0))?;
    (*sum > -100.0).then(|| (sum / count as f32, *start, end))
}
