use std::{
    borrow::Cow,
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{LazyLock, Mutex, PoisonError},
};

use crate::LetterError;

/// The templates and fonts shipped inside the executable.
#[derive(rust_embed::Embed)]
#[folder = "../../config/letters"]
struct Shipped;

/// Files by their path inside the template folder (`LT-01.typ`, `fonts/AtkinsonHyperlegible-Bold.ttf`).
pub type Assets = BTreeMap<String, Cow<'static, [u8]>>;

/// The shipped files, each replaced by the file of the same path in `overrides`, plus what is new there. The
/// samples stay the shipped ones: they are what every template is tried with.
///
/// # Errors
/// `Folder` when the folder or a file in it cannot be read.
pub fn load(overrides: Option<&Path>) -> Result<Assets, LetterError> {
    let mut assets: Assets =
        Shipped::iter().filter_map(|name| Shipped::get(&name).map(|file| (name.into_owned(), file.data))).collect();
    if let Some(folder) = overrides {
        read_folder(folder, "", &mut assets)?;
    }
    Ok(assets)
}

/// A shipped file, whose bytes lie in the executable; in a development build, which reads files, in memory from then on.
pub fn shipped(name: &str) -> Option<&'static [u8]> {
    static READ: LazyLock<Mutex<BTreeMap<String, &'static [u8]>>> = LazyLock::new(Mutex::default);
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(bytes) = read.get(name) {
        return Some(*bytes);
    }
    let bytes: &'static [u8] = match Shipped::get(name)?.data {
        Cow::Borrowed(bytes) => bytes,
        Cow::Owned(bytes) => Vec::leak(bytes),
    };
    read.insert(name.to_owned(), bytes);
    Some(bytes)
}

fn read_folder(folder: &Path, prefix: &str, assets: &mut Assets) -> Result<(), LetterError> {
    let failed = |path: &Path| {
        let path = path.to_path_buf();
        move |source| LetterError::Folder { path: PathBuf::clone(&path), source }
    };
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let entry = entry.map_err(failed(folder))?;
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if path.is_dir() {
            read_folder(&path, &format!("{name}/"), assets)?;
        } else if !name.starts_with("samples/") {
            assets.insert(name, Cow::Owned(fs::read(&path).map_err(failed(&path))?));
        }
    }
    Ok(())
}
