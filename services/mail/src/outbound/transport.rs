use std::time::Duration;

use lettre::{
    AsyncSmtpTransport, Tokio1Executor,
    transport::smtp::{
        PoolConfig,
        authentication::Credentials,
        client::{Certificate, CertificateStore, Tls, TlsParameters},
    },
};
use runtime::config::{MailTls, Smtp};

use crate::Fault;

/// What the server may take for one command.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long a connection without work is kept: servers close theirs after five minutes (RFC 5321, 4.5.3.2.7).
const IDLE: Duration = Duration::from_secs(30);

/// A client of the configured server. Connects when something is sent; the connections, `most` at the same time, carry one letter
/// after the other. One that the server has closed meanwhile is noticed before a letter is put on it.
pub(super) fn open(smtp: &Smtp, most: u32) -> Result<AsyncSmtpTransport<Tokio1Executor>, Fault> {
    let tls = match smtp.tls {
        MailTls::Implicit => Tls::Wrapper(parameters(smtp)?),
        MailTls::Starttls => Tls::Required(parameters(smtp)?),
        MailTls::None => Tls::None,
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host)
        .port(smtp.port())
        .timeout(Some(PATIENCE))
        .pool_config(PoolConfig::new().max_size(most).idle_timeout(IDLE))
        .tls(tls);
    if let (Some(user), Some(password)) = (&smtp.user, &smtp.password) {
        builder = builder.credentials(Credentials::new(user.clone(), password.reveal().to_owned()));
    }
    Ok(builder.build())
}

fn parameters(smtp: &Smtp) -> Result<TlsParameters, Fault> {
    const KEY: &str = "mail.smtp.ca_file";
    let refused = |error: &dyn std::fmt::Display| Fault::misconfigured(KEY, error.to_string());
    let builder = TlsParameters::builder(smtp.host.clone());
    let builder = match &smtp.ca_file {
        None => builder.certificate_store(CertificateStore::WebpkiRoots),
        Some(file) => {
            let pem = std::fs::read(file).map_err(|error| refused(&format!("{}: {error}", file.display())))?;
            let certificate = Certificate::from_pem(&pem).map_err(|error| refused(&error))?;
            builder.certificate_store(CertificateStore::None).add_root_certificate(certificate)
        }
    };
    builder.build_rustls().map_err(|error| refused(&error))
}
