use anyhow::Result;
use domain::Actor;
use runtime::Context;

/// Reads the figures that live in the database into the gauges: jobs by kind and state, age of the oldest.
pub async fn read(context: &Context) -> Result<()> {
    let mut transaction = context.database.begin(&Actor::Operator("metrics")).await?;
    let now = context.clock.now();
    for depth in queue::depth(&mut transaction).await? {
        let labels = [("kind", depth.kind.clone()), ("state", depth.state.word().to_owned())];
        let jobs = u32::try_from(depth.jobs).unwrap_or(u32::MAX);
        metrics::gauge!("passerelle_jobs", &labels).set(jobs);
        let age = (now - depth.oldest).as_seconds_f64().max(0.0);
        metrics::gauge!("passerelle_jobs_oldest_seconds", &labels).set(age);
    }
    Ok(())
}
