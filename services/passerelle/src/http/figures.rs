use anyhow::Result;
use domain::Actor;
use runtime::Context;

/// Reads the age of the oldest job of each kind and state into its gauge; how many there are is kept by the queue itself.
pub async fn read(context: &Context) -> Result<()> {
    let mut transaction = context.database.begin(&Actor::Operator("metrics")).await?;
    let now = context.clock.now();
    for depth in queue::depth(&mut transaction).await? {
        let labels = [("kind", depth.kind.clone()), ("state", depth.state.word().to_owned())];
        let age = (now - depth.oldest).as_seconds_f64().max(0.0);
        metrics::gauge!("passerelle_jobs_oldest_seconds", &labels).set(age);
    }
    Ok(())
}
