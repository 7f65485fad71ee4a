//! Which crate may know which.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
};

use serde_json::Value;

use super::root;

/// The workspace's crates, and for every crate the crates it is built with (tests left aside), by name.
struct Graph {
    own: BTreeMap<String, String>,
    direct: BTreeMap<String, BTreeSet<String>>,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The platform that this is built on. The crates of others are not on a machine that has built nothing but this.
fn platform() -> String {
    let output = Command::new(Path::new(env!("CARGO")).with_file_name("rustc")).arg("-vV").output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    told.lines().find_map(|line| line.strip_prefix("host: ")).expect("a platform").to_owned()
}

fn graph() -> Graph {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--offline", "--locked", "--all-features"])
        .args(["--filter-platform", &platform()])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let members: BTreeSet<String> = metadata["workspace_members"].as_array().unwrap().iter().map(text).collect();
    let packages = metadata["packages"].as_array().unwrap();
    let names: BTreeMap<String, String> = packages.iter().map(|p| (text(&p["id"]), text(&p["name"]))).collect();
    let own = packages.iter().filter(|p| members.contains(&text(&p["id"])));
    let own = own.map(|p| (text(&p["name"]), text(&p["manifest_path"]))).collect();
    let mut direct: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for node in metadata["resolve"]["nodes"].as_array().unwrap() {
        let built_with = node["deps"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|dep| dep["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"].is_null()));
        let known = direct.entry(names[&text(&node["id"])].clone()).or_default();
        known.extend(built_with.map(|dep| names[&text(&dep["pkg"])].clone()));
    }
    Graph { own, direct }
}

impl Graph {
    /// Everything that a crate is built with, near and far.
    fn all(&self, of: &str) -> BTreeSet<String> {
        let (mut found, mut open) = (BTreeSet::new(), vec![of.to_owned()]);
        while let Some(next) = open.pop() {
            for dependency in self.direct.get(&next).into_iter().flatten() {
                if found.insert(dependency.clone()) {
                    open.push(dependency.clone());
                }
            }
        }
        found
    }

    /// The workspace's crates that name a dependency themselves.
    fn who_names(&self, dependency: &str) -> BTreeSet<&str> {
        self.own.keys().map(String::as_str).filter(|own| self.direct[*own].contains(dependency)).collect()
    }

    fn services(&self) -> BTreeSet<&str> {
        self.own.iter().filter(|(_, path)| path.contains("/services/")).map(|(name, _)| name.as_str()).collect()
    }
}

#[test]
fn the_core_knows_no_runtime_no_database_and_no_web() {
    let graph = graph();
    for core in ["domain", "law", "formats"] {
        let all = graph.all(core);
        let wrong: Vec<_> =
            ["tokio", "sqlx", "axum", "store", "queue", "web"].iter().filter(|d| all.contains(**d)).collect();
        assert!(wrong.is_empty(), "{core} depends on {wrong:?}");
    }
}

#[test]
fn only_the_store_and_the_queue_speak_sql() {
    let graph = graph();
    let allowed = BTreeSet::from(["store", "queue", "tests", "bench"]);
    let wrong: Vec<_> = graph.who_names("sqlx").into_iter().filter(|own| !allowed.contains(own)).collect();
    assert!(wrong.is_empty(), "{wrong:?} name sqlx");
}

#[test]
fn only_pages_and_services_speak_http() {
    let graph = graph();
    let mut allowed = graph.services();
    allowed.extend(["web", "tests", "bench"]);
    let wrong: Vec<_> = graph.who_names("axum").into_iter().filter(|own| !allowed.contains(own)).collect();
    assert!(wrong.is_empty(), "{wrong:?} name axum");
}

#[test]
fn no_service_knows_another() {
    let graph = graph();
    let services = graph.services();
    assert!(services.len() >= 4, "{services:?}");
    for service in services.iter().filter(|name| **name != "passerelle") {
        let wrong: Vec<_> = graph.direct[*service].iter().filter(|d| services.contains(d.as_str())).collect();
        assert!(wrong.is_empty(), "{service} depends on {wrong:?}");
    }
    for own in graph.own.keys().filter(|own| !["passerelle", "tests", "bench", "parsers"].contains(&own.as_str())) {
        let wrong: Vec<_> = graph.direct[own].iter().filter(|d| services.contains(d.as_str())).collect();
        assert!(wrong.is_empty(), "{own}, shared, depends on the services {wrong:?}");
    }
}
