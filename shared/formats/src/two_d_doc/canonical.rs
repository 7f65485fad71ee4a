//! Exclusive canonical XML 1.0 without comments (W3C, 2002), of a whole document or of one element: the bytes that are signed.

use std::collections::BTreeMap;

use roxmltree::Node;

/// Elements inside elements; lists have ten.
const DEEPEST: usize = 100;
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Prefixes as they were last written, with what they stand for.
type Written<'a> = BTreeMap<&'a str, &'a str>;

/// The bytes of an element without the one left out. Nothing when it holds what is not canonicalised here: processing instructions,
/// or elements nested too deep.
pub(super) fn bytes(element: Node<'_, '_>, left_out: Option<Node<'_, '_>>) -> Option<Vec<u8>> {
    let mut out = String::new();
    write(element, left_out, &Written::new(), 0, &mut out)?;
    Some(out.into_bytes())
}

fn write<'a>(
    element: Node<'a, '_>,
    left_out: Option<Node<'_, '_>>,
    written: &Written<'a>,
    depth: usize,
    out: &mut String,
) -> Option<()> {
    if depth > DEEPEST {
        return None;
    }
    let name = qualified(element)?;
    let mut written = written.clone();
    out.push('<');
    out.push_str(name);
    for (prefix, namespace) in used(element, name)? {
        let known = written.get(prefix).copied();
        if known != Some(namespace) && !(known.is_none() && prefix.is_empty() && namespace.is_empty()) {
            out.push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
            out.push_str(prefix);
            out.push_str("=\"");
            attribute_text(namespace, out);
            out.push('"');
            written.insert(prefix, namespace);
        }
    }
    let source = element.document().input_text();
    let mut attributes: Vec<_> = element.attributes().collect();
    attributes.sort_by_key(|attribute| (attribute.namespace().unwrap_or_default(), attribute.name()));
    for attribute in attributes {
        out.push(' ');
        out.push_str(source.get(attribute.range_qname())?);
        out.push_str("=\"");
        attribute_text(attribute.value(), out);
        out.push('"');
    }
    out.push('>');
    for child in element.children().filter(|child| Some(*child) != left_out) {
        if child.is_element() {
            write(child, left_out, &written, depth + 1, out)?;
        } else if child.is_text() {
            text(child.text().unwrap_or_default(), out);
        } else if child.is_pi() {
            return None;
        }
    }
    out.push_str("</");
    out.push_str(name);
    out.push('>');
    Some(())
}

/// The name as the file writes it, with its prefix.
fn qualified<'a>(element: Node<'a, '_>) -> Option<&'a str> {
    let start = element.document().input_text().get(element.range())?.strip_prefix('<')?;
    start.split(|letter: char| letter.is_whitespace() || letter == '/' || letter == '>').next()
}

/// The prefixes that the element and its attributes bear, in order, with what they stand for.
fn used<'a>(element: Node<'a, '_>, name: &'a str) -> Option<BTreeMap<&'a str, &'a str>> {
    let source = element.document().input_text();
    let mut used = BTreeMap::new();
    used.insert(name.split_once(':').map_or("", |(prefix, _)| prefix), element.tag_name().namespace().unwrap_or(""));
    for attribute in element.attributes() {
        let prefix = source.get(attribute.range_qname())?.split_once(':').map(|(prefix, _)| prefix);
        if let (Some(prefix), Some(namespace)) = (prefix, attribute.namespace()) {
            used.insert(prefix, namespace);
        }
    }
    used.retain(|_, namespace| *namespace != XML);
    Some(used)
}

fn text(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#xD;"),
            other => out.push(other),
        }
    }
}

fn attribute_text(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#x9;"),
            '\n' => out.push_str("&#xA;"),
            '\r' => out.push_str("&#xD;"),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use roxmltree::Document;

    use super::*;

    fn canonical(xml: &str) -> String {
        let document = Document::parse(xml).expect("XML");
        String::from_utf8(bytes(document.root_element(), None).expect("canonical")).expect("text")
    }

    #[test]
    fn the_forms_that_mean_the_same_are_one() {
        // After the examples of Canonical XML 1.0, sections 3.2 to 3.4, and Exclusive XML Canonicalization 1.0, 2.2.
        for (written, expected) in [
            ("<?xml version='1.0'?>\n<a   b = 'x\"'\n  a='1' />", "<a a=\"1\" b=\"x&quot;\"></a>"),
            ("<a><!-- c --><![CDATA[<&]]>&#xD;&gt;</a>", "<a>&lt;&amp;&#xD;&gt;</a>"),
            (
                "<n0:a xmlns:n0='u:0' xmlns:n1='u:1'><n1:b xmlns:n3='u:3'/></n0:a>",
                "<n0:a xmlns:n0=\"u:0\"><n1:b xmlns:n1=\"u:1\"></n1:b></n0:a>",
            ),
            (
                "<a xmlns='u:1'><b xmlns=''><c xmlns='u:1'/></b><d xmlns='u:1'/></a>",
                "<a xmlns=\"u:1\"><b xmlns=\"\"><c xmlns=\"u:1\"></c></b><d></d></a>",
            ),
            (
                "<a xmlns:z='u:a' xmlns:y='u:b' y:m='1' z:n='2' m='3' xml:lang='fr'/>",
                "<a xmlns:y=\"u:b\" xmlns:z=\"u:a\" m=\"3\" xml:lang=\"fr\" z:n=\"2\" y:m=\"1\"></a>",
            ),
            ("<a b='&#9;&#10;x&#13;'/>", "<a b=\"&#x9;&#xA;x&#xD;\"></a>"),
        ] {
            assert_eq!(canonical(written), expected, "{written}");
        }
    }

    #[test]
    fn what_is_not_known_here_is_not_guessed() {
        let document = Document::parse("<a><?do this?></a>").expect("XML");
        assert_eq!(bytes(document.root_element(), None), None);
        let deep = format!("{}{}", "<a>".repeat(200), "</a>".repeat(200));
        let document = Document::parse(&deep).expect("XML");
        assert_eq!(bytes(document.root_element(), None), None);
    }

    #[test]
    fn an_element_is_left_out_with_all_it_holds() {
        let document = Document::parse("<a>1<s><b/></s>2</a>").expect("XML");
        let left_out = document.root_element().first_element_child();
        assert_eq!(bytes(document.root_element(), left_out), Some(b"<a>12</a>".to_vec()));
    }
}
