//! One PDF for a pile of letters.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use crate::LetterError;

/// Attributes that a page may inherit from the tree of its own file (ISO 32000-1, table 30).
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];

/// Puts documents together in the order given, for printing: pages only, without the structure of the
/// documents (each letter keeps its own file for archive and accessibility). With `duplex` each document
/// starts on a new sheet: an odd one is followed by a blank page.
///
/// # Errors
/// `Merge` with the number of the document that is not a readable PDF.
pub fn merge(documents: &[Vec<u8>], duplex: bool) -> Result<Vec<u8>, LetterError> {
    let mut pile = Document::with_version("1.7");
    let tree = pile.new_object_id();
    let mut kids = Vec::new();
    for (index, bytes) in documents.iter().enumerate() {
        let failed = |error: lopdf::Error| LetterError::Merge { number: index + 1, message: error.to_string() };
        let mut document = Document::load_mem(bytes).map_err(failed)?;
        document.renumber_objects_with(pile.max_id + 1);
        let pages = document.get_pages();
        for page in pages.values() {
            let own = page_of(&document, *page, tree).map_err(failed)?;
            document.objects.insert(*page, Object::Dictionary(own));
            kids.push(Object::Reference(*page));
        }
        if duplex && pages.len() % 2 == 1 {
            let size = pages.values().next().and_then(|page| media_box(&document, *page));
            pile.max_id = document.max_id;
            kids.push(Object::Reference(pile.add_object(blank(tree, size))));
            document.max_id = pile.max_id;
        }
        pile.max_id = document.max_id;
        pile.objects.extend(without_structure(document.objects));
    }
    let count = i64::try_from(kids.len()).unwrap_or(i64::MAX);
    pile.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
    let catalog = pile.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    pile.trailer.set("Root", catalog);
    pile.prune_objects();
    pile.renumber_objects();
    let mut bytes = Vec::new();
    pile.save_to(&mut bytes).map_err(|error| LetterError::Merge { number: 0, message: error.to_string() })?;
    Ok(bytes)
}

/// The page as it stands alone: inherited attributes made its own, ties to the structure cut.
fn page_of(document: &Document, page: ObjectId, tree: ObjectId) -> lopdf::Result<Dictionary> {
    let mut own = document.get_dictionary(page)?.clone();
    for key in INHERITED {
        if !own.has(key)
            && let Some(value) = inherited(document, page, key)
        {
            own.set(key, value);
        }
    }
    for key in [b"StructParents".as_slice(), b"Tabs", b"Annots"] {
        own.remove(key);
    }
    own.set("Parent", tree);
    Ok(own)
}

fn inherited(document: &Document, page: ObjectId, key: &[u8]) -> Option<Object> {
    let mut node = document.get_dictionary(page).ok()?;
    // A page tree is a few levels deep; the bound keeps a tree that loops from holding us.
    for _ in 0..64 {
        if let Ok(value) = node.get(key) {
            return Some(value.clone());
        }
        node = document.get_dictionary(node.get(b"Parent").and_then(Object::as_reference).ok()?).ok()?;
    }
    None
}

fn media_box(document: &Document, page: ObjectId) -> Option<Object> {
    document.get_dictionary(page).ok()?.get(b"MediaBox").ok().cloned()
}

/// An empty page; A4 when the size is not known.
fn blank(tree: ObjectId, size: Option<Object>) -> Dictionary {
    let a4 = || vec![0.into(), 0.into(), Object::Real(595.28), Object::Real(841.89)].into();
    dictionary! {
        "Type" => "Page",
        "Parent" => tree,
        "MediaBox" => size.unwrap_or_else(a4),
        "Resources" => Dictionary::new(),
    }
}

/// What printing does not need: the catalogues and page trees of the single files.
fn without_structure(objects: BTreeMap<ObjectId, Object>) -> impl Iterator<Item = (ObjectId, Object)> {
    let dropped: [&[u8]; 4] = [b"Catalog", b"Pages", b"StructTreeRoot", b"StructElem"];
    objects.into_iter().filter(move |(_, object)| {
        let kind = object.as_dict().and_then(|dict| dict.get(b"Type")).and_then(Object::as_name);
        kind.map_or(true, |kind| !dropped.contains(&kind))
    })
}
