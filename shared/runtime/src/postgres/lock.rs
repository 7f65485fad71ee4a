use std::{
    fs::{File, OpenOptions, TryLockError},
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
};

use super::{PostgresError, layout::Layout};

/// The right to run the cluster; the kernel takes it back when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock(#[expect(dead_code, reason = "held, not read")] File);

/// Takes the right to run the cluster.
///
/// `InUse` when another process has it.
pub(super) fn take(layout: &Layout) -> Result<Lock, PostgresError> {
    let path = layout.root.join("lock");
    let failed = || PostgresError::file("verrouillage de", &path);
    let mut file =
        OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&path).map_err(failed())?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(PostgresError::InUse(layout.root.clone())),
        Err(TryLockError::Error(reason)) => return Err(failed()(reason)),
    }
    file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id())).map_err(failed())?;
    Ok(Lock(file))
}
