use super::clean::Ink;

/// Ink places (a third of the resolution) below which nothing can be written on a page: less than a short word.
const LEAST: usize = 30;

/// True when nothing is written on the page. Dust is single places and does not add up to a word.
pub fn is_blank(ink: &Ink) -> bool {
    let mut rows = vec![Vec::new(); ink.height];
    for (x, y) in ink.inner() {
        rows[y].push(x);
    }
    let beside = |y: usize, x: usize| {
        let near =
            |row: &Vec<usize>, own: bool| row.iter().filter(|at| at.abs_diff(x) <= 1 && !(own && **at == x)).count();
        near(&rows[y], true)
            + y.checked_sub(1).map_or(0, |y| near(&rows[y], false))
            + rows.get(y + 1).map_or(0, |row| near(row, false))
    };
    if rows.iter().map(Vec::len).sum::<usize>() > 20 * LEAST {
        return false;
    }
    let joined = rows.iter().enumerate().flat_map(|(y, row)| row.iter().map(move |x| (y, *x)));
    joined.filter(|(y, x)| beside(*y, *x) >= 2).count() < LEAST
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, Luma};

    use super::*;

    fn page(ink: impl Fn(u32, u32) -> bool) -> Ink {
        Ink::of(&GrayImage::from_fn(1654, 2339, |x, y| Luma([if ink(x, y) { 30 } else { 250 }])), 3)
    }

    #[test]
    fn a_short_word_is_writing_and_dust_is_not() {
        assert!(is_blank(&page(|_, _| false)));
        assert!(is_blank(&page(|x, y| x % 200 < 3 && y % 200 < 3)));
        assert!(is_blank(&page(|x, _| x < 20)));
        assert!(!is_blank(&page(|x, y| (800..890).contains(&x) && (1000..1005).contains(&y))));
    }
}
