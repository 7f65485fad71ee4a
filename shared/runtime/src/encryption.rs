/// Names the one TLS provider of the program (ring), before anything opens an encrypted connection. Again is harmless.
pub fn choose_encryption() {
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        tracing::debug!("the TLS provider is already chosen");
    }
}
