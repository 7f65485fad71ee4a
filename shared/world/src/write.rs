use std::{fs, io, path::Path};

use crate::{Day, WorldError};

/// Writes the files of a day into `folder` (made if absent), the truth about each beside it as `NAME.json`.
///
/// # Errors
/// `Write` with the name of the file that could not be written.
pub fn write(day: &Day, folder: &Path) -> Result<(), WorldError> {
    let failed = |file: &str| {
        let file = file.to_owned();
        move |source: io::Error| WorldError::Write { file, source }
    };
    fs::create_dir_all(folder).map_err(failed("the folder"))?;
    for batch in &day.batches {
        fs::write(folder.join(&batch.file_name), &batch.bytes).map_err(failed(&batch.file_name))?;
        let truth =
            serde_json::to_vec_pretty(&batch.truth).map_err(io::Error::from).map_err(failed(&batch.file_name))?;
        fs::write(folder.join(format!("{}.json", batch.file_name)), truth).map_err(failed(&batch.file_name))?;
    }
    Ok(())
}
