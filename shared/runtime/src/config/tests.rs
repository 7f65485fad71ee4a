#![expect(clippy::result_large_err, reason = "the error type of the jail")]

use figment::Jail;

use super::{Config, ConfigError, DatabaseMode, Problem};

fn refused(result: Result<Config, ConfigError>) -> Vec<Problem> {
    match result {
        Err(ConfigError::Refused(problems)) => problems,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

fn in_jail(test: impl FnOnce(&mut Jail) -> figment::error::Result<()>) {
    Jail::expect_with(|jail| {
        jail.clear_env();
        test(jail)
    });
}

#[test]
fn the_defaults_are_a_valid_configuration() {
    let config = Config::from_toml("").unwrap();
    assert_eq!(config.database.mode, DatabaseMode::Embedded);
    assert_eq!(config.site.department.code(), "67");
    assert!(config.data_dir.is_absolute());
}

#[test]
fn the_example_of_a_site_file_is_valid() {
    let config = Config::from_toml(include_str!("../../../../config/site.example.toml")).unwrap();
    assert_eq!(config.post.folders.len(), 1);
    assert!(config.http.secure_cookies());
}

#[test]
fn an_unknown_key_is_refused_with_its_name_and_its_file() {
    in_jail(|jail| {
        jail.create_file("site.toml", "[site]\nnmae = \"x\"\n")?;
        let problems = refused(Config::load(Some("site.toml".as_ref())));
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].key, "site.nmae");
        assert!(problems[0].origin.ends_with("site.toml"), "{problems:?}");
        assert!(problems[0].message.contains("department"), "{problems:?}");
        Ok(())
    });
}

#[test]
fn an_unknown_section_and_an_unknown_key_of_a_scan_folder_are_refused() {
    assert_eq!(refused(Config::from_toml("[maill]\nx = 1"))[0].key, "maill");
    let problems = refused(Config::from_toml("[[post.folders]]\nname='a'\npath='/a'\nsettle=1"));
    assert_eq!(problems[0].key, "post.folders.0.settle");
}

#[test]
fn an_unknown_environment_key_is_refused_with_the_variable() {
    in_jail(|jail| {
        jail.set_env("PASSERELLE__SITE__NMAE", "x");
        let problems = refused(Config::load(None));
        assert_eq!(problems[0].origin, "variable PASSERELLE__SITE__NMAE");
        Ok(())
    });
}

#[test]
fn the_environment_overrides_the_file_and_the_file_overrides_the_defaults() {
    in_jail(|jail| {
        jail.create_file("site.toml", "[site]\nname = \"Fichier\"\ndepartment = \"67\"\n")?;
        jail.set_env("PASSERELLE_CONFIG", "site.toml");
        jail.set_env("PASSERELLE__SITE__DEPARTMENT", "971");
        jail.set_env("PASSERELLE__POST__FOLDERS", "[{name=\"a\", path=\"scans\"}]");
        let config = Config::load(None).unwrap();
        assert_eq!((config.site.name.as_str(), config.site.department.code().as_str()), ("Fichier", "971"));
        assert_eq!(config.post.folders[0].settle_seconds, 3);
        Ok(())
    });
}

#[test]
fn database_url_means_an_external_database() {
    in_jail(|jail| {
        jail.set_env("DATABASE_URL", "postgres://u:secret@h/d");
        let config = Config::load(None).unwrap();
        assert_eq!(config.database.mode, DatabaseMode::External);
        assert_eq!(config.database.url.as_ref().unwrap().reveal(), "postgres://u:secret@h/d");
        assert!(!format!("{config:?}").contains("secret@"));
        Ok(())
    });
}

#[test]
fn secrets_come_from_files_beside_the_site_file() {
    in_jail(|jail| {
        jail.create_dir("etc")?;
        jail.create_file("etc/url", "postgres://u:secret@h/d\n")?;
        jail.create_file("etc/site.toml", "[database]\nmode = \"external\"\nurl_file = \"url\"\n")?;
        let config = Config::load(Some("etc/site.toml".as_ref())).unwrap();
        assert_eq!(config.database.url.unwrap().reveal(), "postgres://u:secret@h/d");
        Ok(())
    });
}

#[test]
fn a_secret_file_that_is_missing_names_its_key() {
    let problems = refused(Config::from_toml("[database]\nmode='external'\nurl_file='/nowhere/url'"));
    assert!(
        problems.iter().any(|p| p.key == "database.url_file" && p.message.contains("/nowhere/url")),
        "{problems:?}"
    );
}

#[test]
fn every_wrong_value_is_told_at_once() {
    let problems = refused(Config::from_toml("[blobs]\nkind='s3'\n[database]\npool_size=0"));
    let keys: Vec<_> = problems.iter().map(|problem| problem.key.as_str()).collect();
    assert_eq!(keys, ["database.pool_size", "blobs.bucket", "blobs.access_key_file", "blobs.secret_key_file"]);
}

#[test]
fn wrong_types_and_wrong_codes_say_what_is_expected() {
    let problems = refused(Config::from_toml("[site]\ndepartment='7'"));
    assert!(problems[0].message.contains("971"), "{problems:?}");
    let problems = refused(Config::from_toml("[database]\nmode='oracle'"));
    assert!(problems[0].message.contains("embedded, external"), "{problems:?}");
}

#[test]
fn a_missing_site_file_is_an_error() {
    assert!(matches!(Config::load(Some("/nowhere/site.toml".as_ref())), Err(ConfigError::Unreadable { .. })));
}

const MAILBOX: &str = r#"
[[mail.mailboxes]]
name = "sejour"
host = "imap.example.org"
user = "sejour"
"#;

const SMTP: &str = r#"
[mail.smtp]
host = "smtp.example.org"
from = "sejour@example.org"
"#;

#[test]
fn a_mailbox_has_its_defaults_and_its_password_in_a_file() {
    in_jail(|jail| {
        jail.create_dir("etc")?;
        jail.create_file("etc/password", "secret\n")?;
        jail.create_file("etc/site.toml", &format!("{MAILBOX}password_file = \"password\"\n{SMTP}"))?;
        let config = Config::load(Some(std::path::Path::new("etc/site.toml"))).unwrap();
        let mailbox = &config.mail.mailboxes[0];
        assert_eq!(mailbox.password.as_ref().unwrap().reveal(), "secret");
        assert_eq!((mailbox.port(), mailbox.folder.as_str(), mailbox.poll_seconds), (993, "INBOX", 60));
        assert_eq!(config.mail.smtp.unwrap().port(), 587);
        Ok(())
    });
}

#[test]
fn a_mailbox_that_cannot_work_is_told() {
    let problems = refused(Config::from_toml(&format!(
        "{MAILBOX}tls = \"none\"\nafter = \"move\"\npoll_seconds = 0\n{MAILBOX}password = \"x\""
    )));
    let told: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    for expected in
        ["password_file", "archive", "poll_seconds", "« none »", "deux boîtes", "nécessaire pour répondre"]
    {
        assert!(told.iter().any(|message| message.contains(expected)), "{expected}: {told:?}");
    }
}
