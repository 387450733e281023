//! Which tables does a register have?
//!
//! `act`, `revision` and `destroyed` are the record of what happened: triggers
//! refuse to change or delete them, but for contents that a lawful destruction
//! named first. Everything else (`record`, `listed`, `tie`, `node`, `token`,
//! `segment`, `posting`) is derived and can be made again; `verify` compares.
//! Statements are in `statements`.

use crate::database::Connection;
use model::Problem;

/// Version of the tables that this program writes.
pub(crate) const FORMAT: u64 = 1;

const TABLES: &str = "
create table state (
  name text primary key,
  value {bytes} not null
){rowless};

-- One write by one author: the entries first..=last.
create table act (
  number {key} primary key,
  first bigint not null,
  last bigint not null,
  at text not null,
  author {bytes} not null,
  root {bytes} not null
);

-- One entry of the log. content = salt (32 bytes) and canonical text, null once destroyed.
create table revision (
  position {key} primary key,
  record text not null,
  number bigint not null,
  kind text not null,
  act bigint not null,
  previous bigint not null,
  content {bytes},
  commitment {bytes} not null,
  leaf {bytes} not null
);

-- Contents lawfully destroyed: which entry's, and the entry that says so.
create table destroyed (
  position {key} primary key,
  entry bigint not null
);

create table record (
  id text primary key,
  kind text not null,
  first bigint not null,
  latest bigint not null,
  revisions bigint not null
){rowless};
create index record_of_few on record (kind, id) where kind not in ('person', 'event');

create table listed (
  own {bytes} primary key,
  record bigint not null
){rowless};

create table tie (
  about bigint not null,
  record bigint not null,
  primary key (about, record)
){rowless};

create table node (
  level bigint not null,
  place bigint not null,
  hash {bytes} not null,
  primary key (level, place)
){rowless};

create table token (
  id {key} primary key,
  word {bytes} not null unique,
  sealed {bytes}
);

create table segment (
  id {key} primary key,
  level bigint not null,
  entries bigint not null
);

create table posting (
  segment bigint not null,
  token bigint not null,
  entries bigint not null,
  places {bytes} not null,
  primary key (segment, token)
){rowless};
";

const SQLITE_GUARDS: &str = "
create trigger act_stays before update on act begin select raise(abort, 'append-only: act'); end;
create trigger act_is_kept before delete on act begin select raise(abort, 'append-only: act'); end;
create trigger destroyed_stays before update on destroyed begin select raise(abort, 'append-only: destroyed'); end;
create trigger destroyed_is_kept before delete on destroyed begin select raise(abort, 'append-only: destroyed'); end;
create trigger revision_is_kept before delete on revision begin select raise(abort, 'append-only: revision'); end;
create trigger revision_stays before update on revision
when new.content is not null
  or new.position is not old.position or new.record is not old.record or new.number is not old.number
  or new.kind is not old.kind or new.act is not old.act or new.previous is not old.previous
  or new.commitment is not old.commitment or new.leaf is not old.leaf
  or not exists (select 1 from destroyed where destroyed.position = old.position)
begin select raise(abort, 'append-only: revision'); end;
";

const POSTGRES_GUARDS: &str = "
create function append_only() returns trigger language plpgsql as $$
begin raise exception 'append-only: %', tg_table_name; end $$;
create function append_only_revision() returns trigger language plpgsql as $$
begin
  if new.content is not null
    or (new.position, new.record, new.number, new.kind, new.act, new.previous, new.commitment, new.leaf)
      is distinct from
       (old.position, old.record, old.number, old.kind, old.act, old.previous, old.commitment, old.leaf)
    or not exists (select 1 from destroyed where destroyed.position = old.position)
  then raise exception 'append-only: revision'; end if;
  return new;
end $$;
create trigger act_stays before update or delete on act for each row execute function append_only();
create trigger act_is_kept before truncate on act for each statement execute function append_only();
create trigger destroyed_stays before update or delete on destroyed for each row execute function append_only();
create trigger destroyed_is_kept before truncate on destroyed for each statement execute function append_only();
create trigger revision_is_kept before delete on revision for each row execute function append_only();
create trigger revision_is_kept_whole before truncate on revision for each statement execute function append_only();
create trigger revision_stays before update on revision for each row execute function append_only_revision();
";

/// Makes the tables of a new register.
pub(crate) fn create(connection: &Connection) -> Result<(), Problem> {
    let (key, bytes, rowless, guards) = match connection {
        Connection::Sqlite(_) => ("integer", "blob", " without rowid", SQLITE_GUARDS),
        Connection::Postgres(_) => ("bigint", "bytea", "", POSTGRES_GUARDS),
    };
    let tables = TABLES
        .replace("{key}", key)
        .replace("{bytes}", bytes)
        .replace("{rowless}", rowless);
    connection.script(&tables)?;
    connection.script(guards)
}

/// Takes the tables away, unless somebody has written to them.
pub(crate) fn drop_empty(connection: &Connection) -> Result<(), Problem> {
    let entries = connection.one(crate::statements::LAST_ACT, &[], |_| Ok(()))?;
    if entries.is_some() {
        return Ok(());
    }
    connection.script(
        "drop table state, act, revision, destroyed, record, listed, tie, node, token, segment, posting;
         drop function append_only(); drop function append_only_revision();",
    )
}
