//! TLS towards the mail servers of the site: the ring provider, the public authorities or one file of the site.

use std::{path::Path, sync::Arc};

use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::Fault;

fn roots(ca_file: Option<&Path>, key: &'static str) -> Result<RootCertStore, Fault> {
    let Some(file) = ca_file else {
        return Ok(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() });
    };
    let unreadable = |why: String| Fault::misconfigured(key, format!("{}: {why}", file.display()));
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|error| unreadable(error.to_string()))? {
        let certificate = certificate.map_err(|error| unreadable(error.to_string()))?;
        roots.add(certificate).map_err(|error| unreadable(error.to_string()))?;
    }
    if roots.is_empty() { Err(unreadable("no certificate in it".to_owned())) } else { Ok(roots) }
}

/// Encrypts a connection to `host`; the certificate must be valid for it.
pub(crate) async fn encrypt(
    tcp: TcpStream,
    host: &str,
    ca_file: Option<&Path>,
    key: &'static str,
) -> Result<TlsStream<TcpStream>, Fault> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Fault::Ours(error.to_string()))?
        .with_root_certificates(roots(ca_file, key)?)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(|error| Fault::misconfigured(key, error.to_string()))?;
    TlsConnector::from(Arc::new(config)).connect(name, tcp).await.map_err(|error| refused(&error, key))
}

/// A certificate that does not hold is for the operator; everything else may pass.
fn refused(error: &std::io::Error, key: &'static str) -> Fault {
    match error.get_ref().and_then(|cause| cause.downcast_ref::<rustls::Error>()) {
        Some(rustls::Error::InvalidCertificate(why)) => {
            Fault::misconfigured(key, format!("the certificate of the server is refused ({why})"))
        }
        _ => Fault::Unreachable(format!("TLS: {error}")),
    }
}
