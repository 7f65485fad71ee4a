use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use reading::TEXT_LIMIT;

/// Elements that are never shown.
const UNSEEN: [&str; 7] = ["script", "style", "title", "template", "noframes", "object", "svg"];
/// Elements without content.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Elements that stand on lines of their own, with an empty line around them or not.
const PARAGRAPHS: [&str; 13] =
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "pre", "blockquote"];
const LINES: [&str; 20] = [
    "address", "article", "aside", "body", "center", "dd", "div", "dt", "fieldset", "figure", "footer", "form",
    "header", "hr", "li", "main", "nav", "section", "tr", "caption",
];

/// What a person reads in this HTML: blocks on their own lines, quotations marked with `> `, nothing hidden.
/// Reads tag soup once from start to end, whatever its nesting.
pub fn to_text(html: &str) -> String {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut page = Page::default();
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => page.open(&tag),
            Token::EndTag(tag) => page.close(&String::from_utf8_lossy(&tag.name)),
            Token::String(words) if page.hidden.is_none() => page.write(&String::from_utf8_lossy(&words)),
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
        if page.text.len() > TEXT_LIMIT {
            break;
        }
    }
    page.text.trim().to_owned()
}

#[derive(Default)]
struct Page {
    text: String,
    /// Line ends owed before the next word.
    breaks: usize,
    /// A space owed before the next word.
    space: bool,
    quotes: usize,
    /// Quotations around the last word.
    marked: usize,
    preformatted: usize,
    /// The element that hides everything in it, and how often it is open.
    hidden: Option<(String, usize)>,
}

impl Page {
    fn open(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let name = name.as_str();
        let void = VOID.contains(&name);
        if let Some((hiding, depth)) = &mut self.hidden {
            if hiding == name && !tag.self_closing && !void {
                // These end where the next of their kind starts.
                if !matches!(name, "p" | "li" | "td" | "tr") {
                    *depth += 1;
                    return;
                }
                self.hidden = None;
            } else if name == "body" {
                self.hidden = None;
            } else {
                return;
            }
        }
        if !void && !tag.self_closing && (UNSEEN.contains(&name) || is_hidden(tag)) {
            self.hidden = Some((name.to_owned(), 1));
            return;
        }
        self.edge(name);
        match name {
            "br" => self.breaks = (self.breaks + 1).min(3),
            "li" => self.write("- "),
            "blockquote" => self.quotes += 1,
            "pre" => self.preformatted += 1,
            "td" | "th" => self.space = true,
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if let Some((hiding, depth)) = &mut self.hidden {
            if hiding == name {
                *depth -= 1;
                if *depth == 0 {
                    self.hidden = None;
                }
            }
            return;
        }
        self.edge(name);
        match name {
            "blockquote" => self.quotes = self.quotes.saturating_sub(1),
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            _ => {}
        }
    }

    fn edge(&mut self, name: &str) {
        if PARAGRAPHS.contains(&name) {
            self.breaks = self.breaks.max(2);
        } else if LINES.contains(&name) {
            self.breaks = self.breaks.max(1);
        }
    }

    fn write(&mut self, words: &str) {
        for c in words.chars() {
            match c {
                '\n' if self.preformatted > 0 => self.breaks += 1,
                // Fillers that mailing programs put after a hidden first line.
                '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' | '\u{34f}' | '\u{2060}' | '\0' => {}
                ' ' if self.preformatted > 0 => self.put(' '),
                c if c.is_whitespace() => self.space = true,
                c => self.put(c),
            }
        }
    }

    fn put(&mut self, c: char) {
        if self.text.is_empty() {
            self.mark(self.quotes);
        } else if self.breaks > 0 {
            for left in (0..self.breaks.min(3)).rev() {
                self.text.push('\n');
                // The empty line around a quotation is not part of it.
                self.mark(if left == 0 { self.quotes } else { self.quotes.min(self.marked) });
            }
        } else if self.space {
            self.text.push(' ');
        }
        self.marked = self.quotes;
        self.breaks = 0;
        self.space = false;
        self.text.push(c);
    }

    fn mark(&mut self, quotes: usize) {
        self.text.push_str(&"> ".repeat(quotes.min(8)));
    }
}

fn is_hidden(tag: &StartTag<()>) -> bool {
    let attribute = |name: &str| tag.attributes.iter().find(|(key, _)| key.as_slice() == name.as_bytes());
    if attribute("hidden").is_some() {
        return true;
    }
    let Some((_, style)) = attribute("style") else { return false };
    let style: String = String::from_utf8_lossy(style).chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    let says = |rule: &str| style.split(';').any(|part| part.trim_end_matches("!important") == rule);
    says("display:none")
        || says("visibility:hidden")
        || says("mso-hide:all")
        || says("opacity:0")
        || (style.contains("max-height:0") && style.contains("overflow:hidden"))
}

#[cfg(test)]
mod tests {
    use super::to_text;

    #[test]
    fn a_person_reads_lines_and_nothing_hidden() {
        let html = "<html><head><title>t</title><style>p{color:red}</style></head><body>\
            <div style='display: none'>pr&eacute;vu<div>x</div></div><p>Bonjour,</p><p>Mon&nbsp;titre <b>expire</b><br>bient&ocirc;t.</p>\
            <script>alert('<p>')</script><!-- c --><ul><li>passeport<li>photo</ul><table><tr><td>a</td><td>b</td></tr></table>\
            <blockquote><p>Vous avez écrit</p><div>hier</div></blockquote></body></html>";
        assert_eq!(
            to_text(html),
            "Bonjour,\n\nMon titre expire\nbientôt.\n\n- passeport\n- photo\n\na b\n\n> Vous avez écrit\n> \n> hier"
        );
    }

    #[test]
    fn soup_is_read_to_its_end() {
        assert_eq!(to_text("<p hidden>secret<p>vu</b></div><td>et <a href=x>lien"), "vu\net lien");
        assert_eq!(to_text("<pre>a\n  b</pre>"), "a\n  b");
        assert_eq!(to_text("<<<>>&&lt;"), "<<<>>&<");
        assert_eq!(to_text(&"<div><blockquote>".repeat(50_000)), "");
        assert_eq!(to_text(&"<b>".repeat(100_000)), "");
    }
}
