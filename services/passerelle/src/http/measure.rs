use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};

/// Counts and times every answer by declared path, never by what stands in the address.
pub async fn measure(request: Request, next: Next) -> Response {
    let path =
        request.extensions().get::<MatchedPath>().map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().as_str().to_owned();
    let start = Instant::now();
    let response = next.run(request).await;
    let seconds = start.elapsed().as_secs_f64();
    metrics::counter!(
        "passerelle_http_requests_total",
        "method" => method, "path" => path.clone(), "status" => response.status().as_u16().to_string()
    )
    .increment(1);
    metrics::histogram!("passerelle_http_seconds", "path" => path).record(seconds);
    response
}
