use std::io::{Cursor, Read as _};

use zip::{ZipArchive, result::ZipError};

use super::{Left, Member, Opened};
use crate::mail::attachments::clean_name;

/// Members that make a ZIP file a document of another kind (Office Open XML, `OpenDocument`, Java, EPUB).
const DOCUMENTS: [&str; 3] = ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"];

/// The files of a ZIP archive, folders left out. All of them or none: half an archive would look whole.
pub fn open(bytes: &[u8], left: &Left) -> Opened {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(told)?;
    if archive.file_names().any(|name| DOCUMENTS.contains(&name)) {
        return Err("a document, not an archive".to_owned());
    }
    if archive.len() as u64 > u64::from(left.files) {
        return Err(format!("{} files in it, more than allowed", archive.len()));
    }
    let mut members = Vec::new();
    let mut taken = 0_u64;
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).map_err(told)?;
        if file.is_dir() {
            continue;
        }
        // What the archive says about sizes is not believed: reading stops one byte after what is allowed.
        let allowed = left.bytes - taken;
        let mut bytes = Vec::new();
        file.by_ref().take(allowed + 1).read_to_end(&mut bytes).map_err(|error| format!("damaged: {error}"))?;
        taken += bytes.len() as u64;
        if taken > left.bytes {
            return Err("more in it than allowed".to_owned());
        }
        members.push(Member { name: clean_name(file.name()), declared: None, bytes });
    }
    Ok(members)
}

fn told(error: ZipError) -> String {
    match error {
        ZipError::UnsupportedArchive(why) if why == ZipError::PASSWORD_REQUIRED => "a password is needed".to_owned(),
        other => format!("damaged or of an unknown kind: {other}"),
    }
}
