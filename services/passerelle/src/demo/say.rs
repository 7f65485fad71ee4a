//! What the demonstration says while it plays.

use chrono::Local;

use super::Stage;

/// A part of the day begins.
pub fn title(words: &str) {
    println!("\n── {words}");
}

/// Something happened now.
#[expect(clippy::disallowed_methods, reason = "the hour shown to the person at the terminal")]
pub fn line(words: &str) {
    println!("   {}  {words}", Local::now().format("%H:%M:%S"));
}

/// A line of a summary.
pub fn row(name: &str, value: &str) {
    println!("   {name:<48} {value}");
}

/// A line of a table: its name, then its columns to the right.
pub fn columns(name: &str, values: [&str; 4]) {
    let [first, second, third, fourth] = values;
    println!("   {name:<14}{first:>16}{second:>16}{third:>16}{fourth:>18}");
}

/// Where the visitor goes on.
pub fn open_pages(base_url: &str, stage: &Stage) {
    title("Les pages des agents sont ouvertes");
    row("Adresse", base_url);
    for account in stage.staff.accounts {
        row(account.words, &format!("{}  /  {}", account.login, stage.staff.password));
    }
    row("Numérisez vous-même : déposez un PDF ou un TIFF dans", &stage.scan_folder.display().to_string());
    println!("\n   Ctrl-C arrête tout ; les données restent pour la prochaine fois.");
}
