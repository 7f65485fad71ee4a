use std::{
    env, fs,
    path::Path,
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use super::{Account, Layout, Plan, PostgresError, PrivatePostgres, Size, State, create, leftover};

const HOLDER: &str = "PASSERELLE_TEST_HOLDER";
const SMALL: Size = Size { shared_buffers_mb: 8, max_connections: 20 };

fn plan(folder: &Path) -> Plan {
    Plan { folder: folder.join("postgres"), binaries: None, run_as: "postgres".to_owned(), size: SMALL }
}

/// A folder that the account of PostgreSQL may enter.
fn folder() -> tempfile::TempDir {
    use std::os::unix::fs::PermissionsExt;
    let permissions = fs::Permissions::from_mode(0o755);
    tempfile::Builder::new().prefix("passerelle-").permissions(permissions).tempdir().unwrap()
}

fn query(plan: &Plan, sql: &str) -> Result<String, PostgresError> {
    let binaries = plan.check().unwrap();
    create::psql(&Layout::of(&plan.folder), &Account::choose(&plan.run_as).unwrap(), &binaries, "passerelle", sql)
}

fn signal(pid: u32, signal: Signal) {
    kill(Pid::from_raw(i32::try_from(pid).unwrap()), signal).unwrap();
}

fn eventually(what: &str, condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_mins(1), "{what}: still not after a minute");
        thread::sleep(Duration::from_millis(50));
    }
}

async fn ready(server: &PrivatePostgres, not: u32) -> u32 {
    let mut state = server.state();
    let other = |state: &State| matches!(state, State::Ready { pid } if *pid != not);
    match *state.wait_for(other).await.unwrap() {
        State::Ready { pid } => pid,
        ref other => panic!("not ready: {other:?}"),
    }
}

#[tokio::test]
async fn it_is_created_once_stopped_cleanly_and_keeps_its_data() {
    let folder = folder();
    let plan = plan(folder.path());
    let server = PrivatePostgres::start(plan.clone()).await.unwrap();
    assert!(matches!(PrivatePostgres::start(plan.clone()).await, Err(PostgresError::InUse(_))));
    query(&plan, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)").unwrap();
    server.stop().await;
    assert!(!plan.is_served());
    assert!(!Layout::of(&plan.folder).pid_file().exists(), "a clean stop leaves no mark");

    let _again = PrivatePostgres::start(plan.clone()).await.unwrap();
    assert_eq!(query(&plan, "SELECT n FROM kept").unwrap().trim(), "42");
}

#[tokio::test]
async fn it_is_durable_private_and_its_roles_are_weak() {
    let folder = folder();
    let plan = plan(folder.path());
    let _server = PrivatePostgres::start(plan.clone()).await.unwrap();
    let settings = "SELECT string_agg(setting, ',' ORDER BY name) FROM pg_settings
        WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses')";
    assert_eq!(query(&plan, settings).unwrap().trim(), "on,on,,on");
    let roles = "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'passerelle%'
        AND NOT rolsuper AND NOT rolbypassrls AND NOT rolcreaterole AND rolcanlogin";
    assert_eq!(query(&plan, roles).unwrap().trim(), "8");
    let refused = query(&plan, "SET ROLE passerelle; CREATE TABLE mine (n int)").unwrap_err();
    assert!(refused.to_string().contains("permission denied"), "{refused}");
}

#[tokio::test]
async fn a_killed_server_is_started_again() {
    let folder = folder();
    let plan = plan(folder.path());
    let server = PrivatePostgres::start(plan.clone()).await.unwrap();
    query(&plan, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)").unwrap();
    let mut pid = ready(&server, 0).await;
    for _ in 0..3 {
        signal(pid, Signal::SIGKILL);
        pid = ready(&server, pid).await;
        assert_eq!(query(&plan, "SELECT n FROM kept").unwrap().trim(), "7");
    }
}

#[tokio::test]
async fn it_ends_with_its_killed_parent_and_the_next_start_recovers() {
    let folder = folder();
    let plan = plan(folder.path());
    let mut holder = hold(folder.path());
    query(&plan, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (9)").unwrap();
    holder.kill().unwrap();
    holder.wait().unwrap();
    let _server = PrivatePostgres::start(plan.clone()).await.unwrap();
    assert_eq!(query(&plan, "SELECT n FROM kept").unwrap().trim(), "9");
}

#[tokio::test]
async fn parent_and_server_killed_together_leave_a_mark_that_the_next_start_clears() {
    let folder = folder();
    let plan = plan(folder.path());
    let mut holder = hold(folder.path());
    query(&plan, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (11)").unwrap();
    let layout = Layout::of(&plan.folder);
    let server = leftover::postmaster(&layout).unwrap();
    holder.kill().unwrap();
    kill(server, Signal::SIGKILL).unwrap();
    holder.wait().unwrap();
    eventually("the server ends", || !plan.is_served());
    // A recycled process number: the mark names a living process that is not PostgreSQL.
    fs::write(layout.pid_file(), format!("{}\n", std::process::id())).unwrap();
    let _server = PrivatePostgres::start(plan.clone()).await.unwrap();
    assert_eq!(query(&plan, "SELECT n FROM kept").unwrap().trim(), "11");
}

#[tokio::test]
async fn the_server_ends_by_itself_when_its_parent_is_killed() {
    let folder = folder();
    let mut holder = hold(folder.path());
    holder.kill().unwrap();
    holder.wait().unwrap();
    eventually("the server ends", || !plan(folder.path()).is_served());
}

#[tokio::test]
async fn a_half_made_cluster_is_made_anew() {
    let folder = folder();
    let plan = plan(folder.path());
    plan.check().unwrap();
    fs::create_dir_all(plan.folder.join("cluster.new/base")).unwrap();
    PrivatePostgres::start(plan).await.unwrap().stop().await;
}

#[tokio::test]
async fn a_damaged_cluster_says_what_postgresql_says() {
    let folder = folder();
    let plan = plan(folder.path());
    PrivatePostgres::start(plan.clone()).await.unwrap().stop().await;
    fs::remove_file(plan.folder.join("cluster/global/pg_control")).unwrap();
    let error = PrivatePostgres::start(plan).await.unwrap_err().to_string();
    assert!(error.contains("pg_control") || error.contains("could not"), "{error}");
}

/// Starts this test executable again as a separate program that holds a server, and waits until it serves.
fn hold(folder: &Path) -> Child {
    let child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "postgres::tests::holder", "--ignored", "--nocapture"])
        .env(HOLDER, folder)
        .spawn()
        .unwrap();
    eventually("the holder serves", || folder.join("ready").exists());
    child
}

/// Not a test: the program that the tests above kill.
#[tokio::test]
#[ignore = "a separate program that other tests start"]
async fn holder() {
    let Some(folder) = env::var_os(HOLDER) else { return };
    let _server = PrivatePostgres::start(plan(Path::new(&folder))).await.unwrap();
    fs::write(Path::new(&folder).join("ready"), "").unwrap();
    tokio::time::sleep(Duration::from_mins(5)).await;
}
