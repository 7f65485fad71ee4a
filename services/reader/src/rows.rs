//! Tables without rules are found column by column, and a column of single figures reads badly: their rows are put together, which is how
//! they are read aloud, and how a figure stands beside what it counts.

use crate::recognition::TextLine;

/// Cells of a row, at least: two columns are as often a letter's two addresses.
const CELLS: usize = 3;
/// Rows of a table, at least.
const ROWS: usize = 3;
/// Part of a row that its cells cover at most, on the whole: columns of prose fill theirs.
const COVERED: f32 = 0.85;
/// Rows of a table are at most so many heights of a letter apart.
const APART: f32 = 6.0;

/// The lines with those of a table joined to its rows, each row one line from its first cell to its last. A column of single figures that
/// was taken for a line standing upright is part of the rows as well, and no longer among `standing`.
pub fn joined(lines: Vec<TextLine>, standing: &mut Vec<[i32; 4]>) -> Vec<TextLine> {
    let Some(usual) = usual_height(&lines) else { return lines };
    let rows = rows(&lines, usual);
    let mut lines: Vec<Option<TextLine>> = lines.into_iter().map(Some).collect();
    let mut instead: Vec<(usize, Vec<TextLine>)> = Vec::new();
    for table in tables(&rows, &lines, usual) {
        let present: Vec<TextLine> = table.iter().filter_map(|at| lines[*at]).collect();
        let joined: Vec<TextLine> = self::rows(&present, usual)
            .iter()
            .enumerate()
            .map(|(row, cells)| one_line(cells.iter().map(|cell| present[*cell]), row == 0))
            .collect();
        standing.retain(|column| !joined.iter().any(|row| crosses(*column, row)));
        if let Some(first) = table.iter().min() {
            instead.push((*first, joined));
        }
        for at in table {
            lines[at] = None;
        }
    }
    let mut found = Vec::with_capacity(lines.len());
    for (at, line) in lines.into_iter().enumerate() {
        if let Some((_, rows)) = instead.iter().find(|(first, _)| *first == at) {
            found.extend(rows);
        }
        found.extend(line);
    }
    found
}

fn usual_height(lines: &[TextLine]) -> Option<f32> {
    let mut heights: Vec<i32> = lines.iter().map(|line| line.bounds[3] - line.bounds[1]).collect();
    heights.sort_unstable();
    heights.get(heights.len() / 2).map(|height| *height as f32)
}

/// Whether a standing box goes through the line of a row, between its sides.
fn crosses([left, top, right, bottom]: [i32; 4], row: &TextLine) -> bool {
    left >= row.bounds[0] && right <= row.bounds[2] && top < row.bounds[3] && bottom > row.bounds[1]
}

/// Lines that stand on one line, from left to right; the rows from top to bottom.
fn rows(lines: &[TextLine], usual: f32) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|line| lines[*line].base);
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for line in order {
        let fits = |row: &Vec<usize>| {
            row.iter().all(|other| {
                let ([left, _, right, _], [from, _, to, _]) = (lines[line].bounds, lines[*other].bounds);
                let level = (lines[line].base - lines[row[0]].base) as f32 <= 0.4 * usual;
                level && (left as f32 >= to as f32 + 0.4 * usual || right as f32 <= from as f32 - 0.4 * usual)
            })
        };
        match rows.iter_mut().rev().take(3).find(|row| fits(row)) {
            Some(row) => row.push(line),
            None => rows.push(vec![line]),
        }
    }
    for row in &mut rows {
        row.sort_by_key(|line| lines[*line].bounds[0]);
    }
    rows
}

/// The lines of each table: what lies between the first and the last of rows that follow each other closely, and within their sides.
fn tables(rows: &[Vec<usize>], lines: &[Option<TextLine>], usual: f32) -> Vec<Vec<usize>> {
    let line = |at: usize| lines[at].unwrap_or(TextLine { bounds: [0; 4], base: 0, starts: false });
    let full: Vec<&Vec<usize>> = rows.iter().filter(|row| row.len() >= CELLS).collect();
    let mut found = Vec::new();
    let mut rest = &full[..];
    while let Some(first) = rest.first() {
        let mut count = 1;
        while let [row, next, ..] = &rest[count - 1..]
            && (line(next[0]).base - line(row[0]).base) as f32 <= APART * usual
        {
            count += 1;
        }
        let (table, after) = rest.split_at(count);
        rest = after;
        let cells = || table.iter().flat_map(|row| row.iter().map(|cell| line(*cell)));
        if count < ROWS || !is_table(table.iter().map(|row| row.iter().map(|cell| line(*cell)).collect())) {
            continue;
        }
        let (left, right) = (cells().map(|cell| cell.bounds[0]).min(), cells().map(|cell| cell.bounds[2]).max());
        let (top, bottom) = (line(first[0]).base, line(table[count - 1][0]).base);
        let within = |of: &TextLine| {
            let level = of.base as f32 >= top as f32 - 0.4 * usual && of.base as f32 <= bottom as f32 + 0.4 * usual;
            level && Some(of.bounds[0]) >= left && Some(of.bounds[2]) <= right
        };
        let members = lines.iter().enumerate().filter(|(_, line)| line.as_ref().is_some_and(within));
        found.push(members.map(|(at, _)| at).collect());
    }
    found
}

/// Whether rows of cells leave room between them, as columns of prose do not.
fn is_table(rows: impl Iterator<Item = Vec<TextLine>>) -> bool {
    let (mut covered, mut wide) = (0, 0);
    for row in rows {
        covered += row.iter().map(|cell| cell.bounds[2] - cell.bounds[0]).sum::<i32>();
        wide += row.iter().map(|cell| cell.bounds[2]).max().unwrap_or(0) - row[0].bounds[0];
    }
    (covered as f32) < COVERED * wide as f32
}

fn one_line(cells: impl Iterator<Item = TextLine>, starts: bool) -> TextLine {
    let mut joined: Option<TextLine> = None;
    for cell in cells {
        let [left, top, right, bottom] = cell.bounds;
        joined = Some(joined.map_or(TextLine { starts, ..cell }, |row| TextLine {
            bounds: [
                row.bounds[0].min(left),
                row.bounds[1].min(top),
                row.bounds[2].max(right),
                row.bounds[3].max(bottom),
            ],
            base: row.base.max(cell.base),
            starts,
        }));
    }
    joined.unwrap_or(TextLine { bounds: [0; 4], base: 0, starts })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(left: i32, base: i32, width: i32) -> TextLine {
        TextLine { bounds: [left, base - 20, left + width, base + 4], base, starts: false }
    }

    /// Columns of so wide cells, told one after the other, below a heading.
    fn columns(places: &[(i32, i32)], rows: i32) -> Vec<TextLine> {
        let column = |(left, width): &(i32, i32)| {
            let (left, width) = (*left, *width);
            (0..rows).map(move |row| line(left, 200 + 40 * row + left / 200, width))
        };
        [line(100, 120, 500)].into_iter().chain(places.iter().flat_map(column)).collect()
    }

    #[test]
    fn a_table_told_by_its_columns_is_told_by_its_rows() {
        let found = joined(columns(&[(100, 120), (300, 200), (600, 14), (700, 90)], 5), &mut Vec::new());
        assert_eq!(found.len(), 6);
        assert_eq!(found[0].bounds[3], 124, "the heading stays first");
        let rows: Vec<[i32; 2]> = found[1..].iter().map(|row| [row.bounds[0], row.bounds[2]]).collect();
        assert_eq!(rows, [[100, 790]; 5]);
        assert!(found.windows(2).all(|two| two[0].base < two[1].base));
        assert!(found[1].starts && !found[2].starts);
    }

    #[test]
    fn a_row_without_one_of_its_cells_is_one_of_the_table() {
        let mut lines = columns(&[(100, 120), (300, 200), (600, 14)], 5);
        lines.remove(1 + 5 + 2);
        assert_eq!(joined(lines, &mut Vec::new()).len(), 6);
    }

    #[test]
    fn a_column_of_figures_taken_for_a_standing_line_belongs_to_the_rows() {
        let mut standing = vec![[600, 185, 614, 365], [20, 100, 40, 900]];
        let found = joined(columns(&[(100, 120), (300, 200), (700, 90)], 5), &mut standing);
        assert_eq!((found.len(), standing), (6, vec![[20, 100, 40, 900]]));
    }

    #[test]
    fn two_addresses_columns_of_prose_and_few_rows_are_left() {
        for lines in [
            columns(&[(100, 220), (600, 220)], 5),
            columns(&[(100, 280), (400, 280), (700, 280)], 30),
            columns(&[(100, 120), (300, 120), (600, 120)], 2),
        ] {
            assert_eq!(joined(lines.clone(), &mut Vec::new()), lines);
        }
        assert!(joined(Vec::new(), &mut Vec::new()).is_empty());
    }
}
