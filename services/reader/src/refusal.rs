use reading::Refusal;

/// Why a file or a page is not read: what is sent to the client.
#[derive(Debug, thiserror::Error)]
#[error("{detail}")]
pub struct Refused {
    /// The kind of refusal.
    pub reason: Refusal,
    /// What exactly, without anything the file says.
    pub detail: String,
}

impl Refused {
    /// Damaged.
    pub fn unreadable(detail: impl Into<String>) -> Self {
        Self { reason: Refusal::Unreadable, detail: detail.into() }
    }

    /// Too large.
    pub fn limit(detail: impl Into<String>) -> Self {
        Self { reason: Refusal::LimitExceeded, detail: detail.into() }
    }
}

/// Refuses a page of too many pixels, before anything is allocated for it.
pub fn check_pixels(width: u32, height: u32, limit: u64) -> Result<(), Refused> {
    if width == 0 || height == 0 {
        return Err(Refused::unreadable("a page without pixels"));
    }
    if u64::from(width) * u64::from(height) > limit {
        return Err(Refused::limit(format!("a page of {width} by {height} pixels (at most {limit} pixels)")));
    }
    Ok(())
}
