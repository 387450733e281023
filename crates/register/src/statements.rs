//! Every statement that the register runs, written once for both backends.
//!
//! House subset: placeholders first appear in the order $1, $2 …; numbers are
//! 64-bit integers; every `order by` ends in the key. A test prepares all of
//! [`ALL`] on SQLite and on PostgreSQL. Tables are in `schema`.

macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:literal;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str = $sql;)*
        /// Name and text of every statement.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, &str)] = &[$((stringify!($name), $sql),)*];
    };
}

statements! {
    STATE = "select value from state where name = $1";
    PUT_STATE = "insert into state (name, value) values ($1, $2)
        on conflict (name) do update set value = excluded.value";

    ADD_ACT = "insert into act (number, first, last, at, author, root) values ($1, $2, $3, $4, $5, $6)";
    ACT = "select first, last, at, author, root from act where number = $1";
    LAST_ACT = "select number, at from act order by number desc limit 1";
    ACTS = "select number, first, last, at, author, root from act where number > $1 order by number limit $2";
    LAST_POSITION_BEFORE = "select max(last) from act where at <= $1";

    ADD_REVISION = "insert into revision (position, record, number, kind, act, previous, content, commitment, leaf)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    REVISION = "select record, number, act, previous, content from revision where position = $1";
    REVISION_RECORD = "select record from revision where position = $1";
    REVISIONS = "select position, record, number, kind, act, previous, content, commitment, leaf
        from revision where position > $1 order by position limit $2";
    CHANGED = "select position, record from revision where position > $1 order by position limit $2";
    CHANGED_KINDS = "select position, record, kind from revision where position > $1 order by position limit $2";
    LEAVES = "select leaf from revision where position > $1 and position <= $2 order by position";
    DESTROY_CONTENT = "update revision set content = null where position = $1";
    ADD_DESTROYED = "insert into destroyed (position, entry) values ($1, $2)";
    DESTROYED = "select position, entry from destroyed where position > $1 order by position limit $2";

    ADD_RECORD = "insert into record (id, kind, first, latest, revisions) values ($1, $2, $3, $4, 1)";
    RECORD = "select kind, first, latest, revisions from record where id = $1";
    REVISE_RECORD = "update record set latest = $1, revisions = $2 where id = $3";
    RECORDS = "select id, kind, first, latest, revisions from record where id > $1 order by id limit $2";
    RECORDS_LIKE = "select id from record where id >= $1 and id < $2 order by id limit $3";
    SCAN = "select r.id, r.first, r.latest, v.number, v.act, v.content
        from record r join revision v on v.position = r.latest
        where r.id > $1 and r.kind = $2 order by r.id limit $3";
    SCAN_FEW = "select r.id, r.first, r.latest, v.number, v.act, v.content
        from record r join revision v on v.position = r.latest
        where r.id > $1 and r.kind = $2 and r.kind not in ('person', 'event') order by r.id limit $3";
    NEWEST = "select r.id, r.first, r.latest, v.number, v.act, v.content
        from record r join revision v on v.position = r.latest where r.id = $1";
    NEWEST_BY_FIRST = "select r.id, r.first, r.latest, v.number, v.act, v.content
        from revision f join record r on r.id = f.record join revision v on v.position = r.latest
        where f.position = $1";
    POINTING_AT = "select r.id, r.first, r.latest, v.number, v.act, v.content
        from tie t join revision f on f.position = t.record
        join record r on r.id = f.record
        join revision v on v.position = r.latest
        where t.about = $1 order by t.record";
    POINTING_IDS = "select r.id, r.first, r.kind
        from tie t join revision f on f.position = t.record
        join record r on r.id = f.record
        where t.about = $1 order by t.record";
    COUNT_KIND = "select count(*) from record where kind = $1";

    ADD_LISTED = "insert into listed (own, record) values ($1, $2) on conflict (own) do nothing";
    DROP_LISTED = "delete from listed where own = $1 and record = $2";
    LISTED = "select record from listed where own = $1";
    ALL_LISTED = "select own, record from listed where own > $1 order by own limit $2";

    ADD_TIE = "insert into tie (about, record) values ($1, $2) on conflict (about, record) do nothing";
    DROP_TIE = "delete from tie where about = $1 and record = $2";
    ALL_TIES = "select about, record from tie where about > $1 or (about = $1 and record > $2)
        order by about, record limit $3";

    ADD_NODE = "insert into node (level, place, hash) values ($1, $2, $3)
        on conflict (level, place) do update set hash = excluded.hash";
    NODES = "select hash from node where level = $1 and place >= $2 and place < $3 order by place";

    TOKENS = "select id, word, sealed from token where id > $1 order by id limit $2";
    LAST_TOKEN = "select max(id) from token";
    TOKEN = "select id from token where word = $1";
    ADD_TOKEN = "insert into token (id, word, sealed) values ($1, $2, $3)";
    DROP_TOKEN = "delete from token where id = $1";

    SEGMENTS = "select id, level, entries from segment order by id";
    LAST_SEGMENT = "select max(id) from segment";
    ADD_SEGMENT = "insert into segment (id, level, entries) values ($1, $2, $3)";
    DROP_SEGMENT = "delete from segment where id = $1";
    ADD_POSTING = "insert into posting (segment, token, entries, places) values ($1, $2, $3, $4)";
    POSTING = "select places from posting where segment = $1 and token = $2";
    POSTINGS = "select (select p.places from posting p where p.segment = s.id and p.token = $1)
        from segment s order by s.id";
    POSTINGS_OF_SEGMENT = "select token, entries, places from posting where segment = $1 and token > $2
        order by token limit $3";
    COUNTS_OF_SEGMENT = "select token, entries from posting where segment = $1 and token <= $2 order by token";
    PUT_POSTING = "update posting set entries = $1, places = $2 where segment = $3 and token = $4";
    DROP_POSTING = "delete from posting where segment = $1 and token = $2";
    DROP_POSTINGS = "delete from posting where segment = $1";
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn placeholders_first_appear_in_order() {
        for (name, sql) in ALL {
            let mut next = 1;
            for part in sql.split('$').skip(1) {
                let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
                let number: u32 = digits.parse().unwrap();
                assert!(number <= next, "{name}: ${number} before ${next}");
                if number == next {
                    next += 1;
                }
            }
        }
    }
}
