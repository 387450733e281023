//! A PostgreSQL server for one test: the one of SIJILL_TEST_POSTGRES, or one
//! started in a folder of its own on a socket, where PostgreSQL is installed.
//! Without either the test says that it was skipped.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A server; one that was started here is stopped when dropped.
pub struct Server {
    own: Option<Own>,
    url: String,
}

struct Own {
    folder: tempfile::TempDir,
    programs: PathBuf,
    as_postgres: bool,
}

impl Server {
    pub fn start() -> Option<Server> {
        if let Some(url) = std::env::var_os("SIJILL_TEST_POSTGRES") {
            let url = url.into_string().expect("the URL is text");
            return Some(Server { own: None, url });
        }
        let Some(programs) = programs() else {
            eprintln!("skipped: no PostgreSQL here, and SIJILL_TEST_POSTGRES is not set");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        // PostgreSQL refuses to run as root: then it runs as the user postgres.
        let as_postgres = std::fs::metadata("/proc/self")
            .is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
        if as_postgres {
            let mut chown = Command::new("chown");
            let owned = chown.arg("postgres").arg(folder.path()).status();
            if !owned.is_ok_and(|status| status.success()) {
                eprintln!("skipped: PostgreSQL cannot run as root and there is no user postgres");
                return None;
            }
        }
        let server = Server {
            url: format!("host={} user=sijill", folder.path().display()),
            own: Some(Own {
                folder,
                programs,
                as_postgres,
            }),
        };
        let data = server.data();
        server.run(
            "initdb",
            &[
                "-D",
                &data,
                "-U",
                "sijill",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
            ],
        );
        let folder = server.folder().display();
        let options = format!("-k {folder} -c listen_addresses= -c fsync=off");
        let log = format!("{folder}/log");
        server.run(
            "pg_ctl",
            &["-D", &data, "-o", &options, "-l", &log, "-w", "start"],
        );
        Some(server)
    }

    fn own(&self) -> &Own {
        self.own
            .as_ref()
            .expect("called for a server started here only")
    }

    fn folder(&self) -> &Path {
        self.own().folder.path()
    }

    fn data(&self) -> String {
        self.folder().join("data").display().to_string()
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let own = self.own();
        let program = own.programs.join(program);
        let mut command = if own.as_postgres {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        let status = command
            .args(arguments)
            .current_dir(self.folder())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "{arguments:?}");
    }

    /// URL of a new, empty database on the server.
    pub fn url(&self, name: &str) -> String {
        let name = format!("sijill_test_{name}_{}", std::process::id());
        let maintenance = match self.own {
            Some(_) => format!("{} dbname=postgres", self.url),
            None => self.url.clone(),
        };
        let mut client = postgres::Client::connect(&maintenance, postgres::NoTls).unwrap();
        for order in ["drop database if exists", "create database"] {
            client.batch_execute(&format!("{order} {name}")).unwrap();
        }
        match self.own {
            Some(_) => format!("{} dbname={name}", self.url),
            None => {
                let (base, _) = self
                    .url
                    .rsplit_once('/')
                    .expect("the URL ends in a database");
                format!("{base}/{name}")
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.own.is_some() {
            let data = self.data();
            self.run("pg_ctl", &["-D", &data, "-m", "immediate", "-w", "stop"]);
        }
    }
}

fn programs() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|programs| programs.join("initdb").exists())
        .collect();
    versions.sort();
    versions.pop()
}
