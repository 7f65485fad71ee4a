use axum::{
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use csv::{QuoteStyle, Terminator, WriterBuilder};

use crate::Problem;

/// The mark by which spreadsheets know UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();
/// What makes a spreadsheet take a text for a formula (OWASP, CSV injection), also in the wide forms.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A list as a file that French spreadsheets open by a double click: CSV (RFC 4180) in UTF-8 with its mark, semicolons between the cells.
/// No cell is a formula, whatever was typed into it.
#[derive(Clone, Debug)]
pub struct ListFile {
    name: String,
    content: Vec<u8>,
}

impl ListFile {
    /// The file `name.csv` of rows under a head. `name` has letters, digits and hyphens only.
    ///
    /// # Errors
    /// When a row is not as long as the head.
    pub fn new(name: &str, head: &[String], rows: impl IntoIterator<Item = Vec<String>>) -> Result<Self, Problem> {
        let mut writer = WriterBuilder::new()
            .delimiter(b';')
            .terminator(Terminator::CRLF)
            .quote_style(QuoteStyle::Necessary)
            .from_writer(MARK.to_vec());
        writer.write_record(head.iter().map(|cell| plain(cell))).map_err(Problem::internal)?;
        for row in rows {
            writer.write_record(row.iter().map(|cell| plain(cell))).map_err(Problem::internal)?;
        }
        let content = writer.into_inner().map_err(Problem::internal)?;
        let fits = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' };
        Ok(Self { name: name.chars().map(fits).collect(), content })
    }
}

/// The cell with ordinary spaces, by which lists are filtered and looked up, and an apostrophe before what would be a formula.
fn plain(cell: &str) -> String {
    let cell = cell.replace(['\u{a0}', '\u{202f}'], " ");
    if cell.trim_start_matches(' ').starts_with(FORMULA) { format!("'{cell}") } else { cell }
}

impl IntoResponse for ListFile {
    fn into_response(self) -> Response {
        let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{}.csv\"", self.name));
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present")),
            (CONTENT_DISPOSITION, disposition.unwrap_or_else(|_| HeaderValue::from_static("attachment"))),
            (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        (headers, self.content).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cells: &[&str]) -> String {
        let row: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
        let head: Vec<String> = cells.iter().map(|_| "Colonne".to_owned()).collect();
        let file = ListFile::new("liste", &head, [row]).expect("file");
        String::from_utf8(file.content).expect("UTF-8").lines().skip(1).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn cells_are_quoted_where_they_must_and_lines_end_as_the_standard_says() {
        assert_eq!(written(&["a;b", "dit « oui »", "dit \"oui\"", ""]), "\"a;b\";dit « oui »;\"dit \"\"oui\"\"\";");
        assert_eq!(written(&["deux\nlignes", "é"]), "\"deux\nlignes\";é");
        let file = ListFile::new("liste", &["A".to_owned()], [vec!["é".to_owned()]]).expect("file");
        assert_eq!(file.content, "\u{feff}A\r\né\r\n".as_bytes());
        assert!(ListFile::new("liste", &["A".to_owned()], [vec![String::new(), String::new()]]).is_err());
    }

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(written(&["=HYPERLINK(\"x\")", "+33", "-1", "@A1"]), "\"'=HYPERLINK(\"\"x\"\")\";'+33;'-1;'@A1");
        assert_eq!(written(&[" =1+1", "\t=1", "＝1", "1 = 1"]), "' =1+1;'\t=1;'＝1;1 = 1");
        assert_eq!(written(&["\u{a0}=1", "n°\u{a0}12"]), "' =1;n° 12");
    }
}
