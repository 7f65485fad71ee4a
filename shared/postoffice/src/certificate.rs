use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

use crate::PostOfficeError;

/// A certificate of this machine for a month, and its key.
#[derive(Clone, Debug)]
pub(crate) struct Certificate {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
}

/// Makes a certificate that trusts itself. It is no authority: clients refuse an authority as a server (RFC 5280, 4.2.1.9).
pub(crate) fn make(folder: &Path) -> Result<Certificate, PostOfficeError> {
    let made = Certificate { certificate: folder.join("certificate.pem"), key: folder.join("key.pem") };
    let output = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-days", "30"])
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-keyout")
        .arg(&made.key)
        .arg("-out")
        .arg(&made.certificate)
        .output()
        .map_err(|_| PostOfficeError::Missing("openssl"))?;
    if output.status.success() {
        Ok(made)
    } else {
        Err(PostOfficeError::Certificate(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
    }
}

impl Certificate {
    /// What a TLS server needs.
    pub(crate) fn server(&self) -> Result<Arc<ServerConfig>, PostOfficeError> {
        let unreadable = |error: rustls::pki_types::pem::Error| PostOfficeError::Certificate(error.to_string());
        let certificate = CertificateDer::from_pem_file(&self.certificate).map_err(unreadable)?;
        let key = PrivateKeyDer::from_pem_file(&self.key).map_err(unreadable)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)?;
        Ok(Arc::new(config))
    }
}
