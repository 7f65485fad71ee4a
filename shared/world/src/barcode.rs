use barcoders::sym::code128::Code128;

/// Widths of the bars and spaces of a Code 128 symbol, the first a bar; empty when a character cannot be carried.
pub(crate) fn code_128(payload: &str) -> Vec<u8> {
    // U+0181 selects code set B.
    let modules = Code128::new(format!("\u{181}{payload}")).map(|code| code.encode()).unwrap_or_default();
    modules.chunk_by(|a, b| a == b).map(|run| u8::try_from(run.len()).unwrap_or(u8::MAX)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_starts_and_ends_with_a_bar_and_has_a_whole_number_of_characters() {
        let runs = code_128("1A12345678901");
        assert_eq!(runs.len() % 2, 1);
        assert_eq!(runs[..6], [2, 1, 1, 2, 1, 4], "start of set B");
        assert_eq!(runs.iter().map(|r| usize::from(*r)).sum::<usize>(), 11 * (1 + 13 + 1) + 13);
    }
}
