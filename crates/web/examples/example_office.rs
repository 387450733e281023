//! Builds the example office in a folder of its own and serves it, for checks in a browser.
//! Prints its address and a one-time sign-in address; ends when its input ends.

use office::build_example;
use std::io::Read;
use std::sync::Arc;

#[expect(
    clippy::disallowed_methods,
    reason = "a program of its own: the clock is read here"
)]
fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let office = build_example(&folder.path().join("office"), |_, _| {})
        .map_err(|problems| format!("{problems:?}"))?;
    let listening =
        web::listen("127.0.0.1:0".parse()?, false).map_err(|problem| problem.to_string())?;
    let tokens: Result<Vec<String>, _> = (0..8).map(|_| office.example_token(now())).collect();
    println!("http://localhost:{}", listening.address.port());
    for token in tokens.map_err(|problem| problem.to_string())? {
        println!("/once/{token}");
    }
    println!("ready");
    std::thread::spawn(move || {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        drop(folder);
        std::process::exit(0);
    });
    let app = web::App::new(Arc::new(office), Arc::new(now), false);
    listening
        .serve(app)
        .map_err(|problem| problem.to_string().into())
}
