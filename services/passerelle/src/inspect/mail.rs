use std::{path::Path, process::ExitCode};

use anyhow::Result;
use clap::Args;
use futures::{StreamExt as _, stream};
use reading::{Reader, inspect_mail};
use runtime::Config;

use super::{Files, Output};

#[derive(Debug, Args)]
pub struct MailOptions {
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    output: Output,
}

/// `inspect mail`: through the reader executable with its limits, exactly as in service.
pub async fn mail(site_file: Option<&Path>, options: MailOptions) -> Result<ExitCode> {
    let jobs = options.files.jobs.max(1);
    let mut config = Config::load(site_file)?.reader_config();
    config.processes = config.processes.max(jobs);
    let reader = Reader::new(config);
    // A process for each of the neighbouring files read at the same time, used again for all that follow.
    let readers: Vec<_> = (0..jobs).map(|_| tokio::sync::Mutex::new(reader.messages())).collect();
    let answers = stream::iter(options.files.files.iter().enumerate()).map(|(at, file)| {
        let reader = &readers[at % jobs];
        async move { inspect_mail(&mut *reader.lock().await, file).await }
    });
    let mut answers = answers.buffered(jobs);
    while let Some(answer) = answers.next().await {
        options.output.print_all(&answer)?;
    }
    Ok(ExitCode::SUCCESS)
}
