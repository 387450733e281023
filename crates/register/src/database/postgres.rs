//! How is a PostgreSQL server reached, and how does a statement run on it?
//!
//! Plain connections go to sockets and loopback only; everything else is TLS
//! with the server's certificate and name checked. Statements are prepared
//! once for each session. The neighbour for the file backend is `sqlite`.

use super::{Cell, Row};
use ::postgres::config::{Host, SslMode};
use ::postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use ::postgres::{Client, Config, NoTls, Statement};
use model::{Code, Problem};
use std::cell::RefCell;
use std::collections::HashMap;

pub(crate) struct Opener {
    config: Config,
    /// File with the certificate of the authority to trust instead of the system's.
    authority: Option<String>,
}

impl Opener {
    pub(crate) fn new(url: &str) -> Result<Opener, Problem> {
        let (url, authority) = take_authority(url);
        let mut config: Config = url.parse().map_err(|error: ::postgres::Error| {
            let reason = std::error::Error::source(&error)
                .map_or_else(|| error.to_string(), ToString::to_string);
            Problem::new(Code::RegisterUrlUnreadable).with("reason", reason)
        })?;
        if config.get_application_name().is_none() {
            config.application_name("sijill");
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(std::time::Duration::from_secs(15));
        }
        Ok(Opener { config, authority })
    }

    fn stays_on_this_machine(&self) -> bool {
        self.config.get_hosts().iter().all(|host| match host {
            Host::Unix(_) => true,
            Host::Tcp(name) => {
                name == "localhost"
                    || name
                        .parse::<std::net::IpAddr>()
                        .is_ok_and(|address| address.is_loopback())
            }
        }) && self
            .config
            .get_hostaddrs()
            .iter()
            .all(|address| address.is_loopback())
    }

    pub(crate) fn open(&self) -> Result<Box<Session>, Problem> {
        let plain = self.stays_on_this_machine() && self.config.get_ssl_mode() != SslMode::Require;
        let client = if plain {
            self.config.connect(NoTls)
        } else {
            let tls = |error: openssl::error::ErrorStack| {
                Problem::new(Code::RegisterUnreachable).with("reason", error)
            };
            let mut builder =
                openssl::ssl::SslConnector::builder(openssl::ssl::SslMethod::tls_client())
                    .map_err(tls)?;
            builder
                .set_min_proto_version(Some(openssl::ssl::SslVersion::TLS1_2))
                .map_err(tls)?;
            if let Some(authority) = &self.authority {
                builder.set_ca_file(authority).map_err(tls)?;
            }
            let mut config = self.config.clone();
            config.ssl_mode(SslMode::Require);
            config.connect(postgres_openssl::MakeTlsConnector::new(builder.build()))
        }
        .map_err(|error| crate::problem::postgres(&error))?;
        let session = Session {
            client: RefCell::new(client),
            statements: RefCell::new(HashMap::new()),
        };
        session.script("set client_min_messages = warning; set lock_timeout = '20s'")?;
        Ok(Box::new(session))
    }
}

/// Takes `sslrootcert=FILE` out of a URL or a `key=value` text: the driver does not know it.
fn take_authority(url: &str) -> (String, Option<String>) {
    let Some(start) = url.find("sslrootcert=") else {
        return (url.to_owned(), None);
    };
    let rest = &url[start + "sslrootcert=".len()..];
    let end = rest.find(['&', ' ']).unwrap_or(rest.len());
    let before = url[..start].trim_end_matches(['&', ' ']);
    let after = rest[end..].trim_start_matches(['&', ' ']);
    let between = match (before.ends_with('?'), after.is_empty(), url.contains("://")) {
        (true, _, _) | (_, true, _) => "",
        (_, _, true) => "&",
        _ => " ",
    };
    let kept = format!("{before}{between}{after}");
    (
        kept.trim_end_matches('?').to_owned(),
        Some(rest[..end].to_owned()),
    )
}

pub(crate) struct Session {
    client: RefCell<Client>,
    statements: RefCell<HashMap<&'static str, Statement>>,
}

impl Session {
    pub(crate) fn prepared(&self, sql: &'static str) -> Result<Statement, Problem> {
        if let Some(statement) = self.statements.borrow().get(sql) {
            return Ok(statement.clone());
        }
        let statement = self
            .client
            .borrow_mut()
            .prepare(sql)
            .map_err(|error| crate::problem::postgres(&error))?;
        self.statements.borrow_mut().insert(sql, statement.clone());
        Ok(statement)
    }

    pub(crate) fn run(&self, sql: &'static str, cells: &[Cell]) -> Result<u64, Problem> {
        let statement = self.prepared(sql)?;
        let bound: Vec<&(dyn ToSql + Sync)> = cells.iter().map(|cell| cell as _).collect();
        self.client
            .borrow_mut()
            .execute(&statement, &bound)
            .map_err(|error| crate::problem::postgres(&error))
    }

    pub(crate) fn each(
        &self,
        sql: &'static str,
        cells: &[Cell],
        take: &mut dyn FnMut(&Row) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let statement = self.prepared(sql)?;
        let bound: Vec<&(dyn ToSql + Sync)> = cells.iter().map(|cell| cell as _).collect();
        // Held as a whole, so that `take` may run other statements of the transaction.
        let rows = self
            .client
            .borrow_mut()
            .query(&statement, &bound)
            .map_err(|error| crate::problem::postgres(&error))?;
        rows.iter().try_for_each(|row| take(&Row::Postgres(row)))
    }

    pub(crate) fn script(&self, sql: &str) -> Result<(), Problem> {
        self.client
            .borrow_mut()
            .batch_execute(sql)
            .map_err(|error| crate::problem::postgres(&error))
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Cell::Null => Ok(IsNull::Yes),
            Cell::Number(number) => i64::try_from(*number)?.to_sql_checked(kind, out),
            Cell::Text(text) => text.to_sql_checked(kind, out),
            Cell::Bytes(bytes) => bytes.to_sql_checked(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
