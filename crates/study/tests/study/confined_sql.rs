//! The SQL of a study reads the frame and nothing else.

use crate::nine::{self, frame_of, options, profile, records};
use study::{Frame, Limits, Study};

const POPULATION: &str = "rows = \"select id from persons\"";

fn problem(frame: &Frame, sql: &str) -> String {
    let mut files = nine::files();
    let text = files.get_mut("study.toml").expect("there");
    *text = text.replacen(POPULATION, &format!("rows = '''\n{sql}'''"), 1);
    let study = Study::read("nine", &files).expect("only the SQL is changed");
    let library = nine::library();
    match study::compute(&study, frame, &profile(), library, &study::Silent) {
        Ok(_) => "computed".to_owned(),
        Err(problems) => problems
            .iter()
            .map(|problem| format!("line {}: {problem}", problem.spot.line.unwrap_or(0)))
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

#[test]
fn everything_but_reading_the_frame_is_refused() {
    let frame = frame_of(&records(), options());
    let tried = [
        "select id from persons",
        "with p as (select id from persons) select p.id from p where exists (select 1 from acts)",
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3) select p.id from persons p, n",
        "select id from persons where id in (select value from json_each('[1]'))",
        "delete from persons",
        "insert into persons (id) values ('x') returning id",
        "attach database '/tmp/x' as x",
        "pragma table_info(persons)",
        "select name as id from pragma_table_info('persons')",
        "select name as id from sqlite_schema",
        "select load_extension('x') as id",
        "select sqlcipher_export('x') as id",
        "select id from persons order by random()",
        "select id from persons where birth_latest < date('now')",
        "select id from persons where birth_latest < current_date",
        "select id from persons where birth_latest < date( )",
        "select id from persons; select id from persons",
        "select id from persons where id = ?1",
        "vacuum into '/tmp/x'",
        "create temp table t (id)",
    ];
    let told: Vec<String> = tried
        .iter()
        .map(|sql| format!("{sql}\n    {}", problem(&frame, sql)))
        .collect();
    insta::assert_snapshot!(told.join("\n"));
    assert_eq!(
        frame.count("persons").expect("a table"),
        10,
        "nothing was changed"
    );
}

#[test]
fn a_mistake_is_shown_at_its_line_of_the_study() {
    let frame = frame_of(&records(), options());
    let told = [
        problem(&frame, "select id\nfrom persons\nwhere colour = 'red'"),
        problem(&frame, "select id from\nnobody"),
        problem(&frame, "select sex from persons"),
        problem(&frame, "select null as id from persons"),
    ];
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_runaway_query_is_stopped_by_steps_and_by_rows() {
    let frame = frame_of(&records(), options());
    frame.limit(Limits {
        steps: 2_000_000,
        rows: 100,
    });
    let endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select i as id from n where i < 0";
    let wide = "select a.id from acts a, acts b";
    insta::assert_snapshot!([problem(&frame, endless), problem(&frame, wide)].join("\n"));
}
