//! Rebuilds the crate when a text, a font or a script is added or removed: they are embedded.

fn main() {
    for folder in ["../../config/locales", "../../config/web", "assets", "templates"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
