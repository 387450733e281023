//! Where is a PDF file from outside drawn?
//!
//! In a process of its own, where the program said at its start which one that is
//! ([`draw_apart`]): whatever such a file does to the renderer (a panic, an endless loop,
//! all memory, a stack that overflows) ends that process and nothing else. It is started
//! with an empty environment, gets the bytes through a pipe, writes nothing to the disk
//! (no core dump either), and the system's shell bounds its memory and its time. Without
//! a program (tests, other users of this library) it is drawn on a thread of this one.

use intake::Copied;
use model::{Problem, Watch};

/// The program that draws, as the running one named it.
#[cfg(feature = "pdf")]
static PROGRAM: std::sync::OnceLock<std::path::PathBuf> = std::sync::OnceLock::new();

/// The word with which the program is started to draw.
pub const DRAW_PAGES: &str = "draw-pages";

#[cfg(feature = "pdf")]
mod drawing {
    use super::{DRAW_PAGES, PROGRAM};
    use intake::Letters;
    use model::{Code, Phase, Problem, Step, Watch};
    use report::fonts::FACES;
    use std::io::{BufRead, BufReader, Read, Write};
    use std::path::Path;
    use std::process::{Child, Command, Stdio};
    use std::sync::mpsc::{RecvTimeoutError, channel};
    use std::time::Duration;

    /// Bytes of addresses that the process may have, in KiB as the shell counts them.
    const MEMORY: &str = "1572864";
    /// Seconds that it may compute.
    const SECONDS: &str = "600";
    /// Its end when the file is at fault and the problem is on standard output.
    const REFUSED: i32 = 3;
    /// How often it is asked whether the work goes on.
    const LOOK: Duration = Duration::from_millis(500);

    fn letters() -> Letters {
        let face = |family: &str, weight: u16, italic: bool| {
            FACES
                .iter()
                .find(|it| (it.family, it.weight, it.italic) == (family, weight, italic))
                .map_or(&[][..], |it| it.ttf)
        };
        Letters {
            sans: face("Noto Sans", 400, false),
            sans_bold: face("Noto Sans", 700, false),
            serif: face("Noto Serif", 400, false),
            serif_bold: face("Noto Serif", 700, false),
            serif_italic: face("Noto Serif", 400, true),
            mono: face("Noto Sans Mono", 400, false),
        }
    }

    pub fn draw(bytes: &[u8], watch: &Watch<'_>) -> Result<Vec<u8>, Problem> {
        match PROGRAM.get() {
            Some(program) => elsewhere(program, bytes, watch),
            None => intake::draw_pages(bytes, letters(), watch),
        }
    }

    /// What the process does: bytes in, a new file or a problem out.
    pub fn work(
        input: &mut dyn Read,
        output: &mut dyn Write,
        steps: &(dyn Fn(&str) + Sync),
    ) -> std::io::Result<i32> {
        let mut bytes = Vec::new();
        input.read_to_end(&mut bytes)?;
        let watch = |step: Step| {
            steps(&format!("{} {}", step.done, step.total.unwrap_or(0)));
            Ok(())
        };
        let code = match intake::draw_pages(&bytes, letters(), &watch) {
            Ok(copy) => {
                output.write_all(&copy)?;
                0
            }
            Err(problem) => {
                output.write_all(written(&problem).as_bytes())?;
                REFUSED
            }
        };
        output.flush()?;
        Ok(code)
    }

    /// Problems that the process can have, and the values of their sentences.
    const CODES: [Code; 4] = [
        Code::IntakePdfEncrypted,
        Code::IntakePdfTooLarge,
        Code::IntakePdfUnfaithful,
        Code::IntakePdfUnreadable,
    ];
    const VALUES: [&str; 4] = ["reason", "page", "pages", "most"];

    fn written(problem: &Problem) -> String {
        let mut text = problem.code.as_str().to_owned();
        for (name, value) in &problem.details {
            text.push_str(&format!("\n{name} {}", value.replace('\n', " ")));
        }
        text
    }

    fn read(text: &str) -> Problem {
        let mut lines = text.lines();
        let code = lines.next().unwrap_or_default();
        let Some(code) = CODES.into_iter().find(|it| it.as_str() == code) else {
            return Problem::new(Code::IntakePdfStopped);
        };
        let mut problem = Problem::new(code);
        for (name, value) in lines.filter_map(|line| line.split_once(' ')) {
            if let Some(name) = VALUES.into_iter().find(|it| *it == name) {
                problem = problem.with(name, value);
            }
        }
        problem
    }

    fn started(program: &Path) -> std::io::Result<Child> {
        // A limit that a system does not know is passed over; the others hold.
        let script = format!(
            "ulimit -c 0; ulimit -v {MEMORY}; ulimit -t {SECONDS}; exec \"$0\" {DRAW_PAGES}"
        );
        Command::new("/bin/sh")
            .arg("-c")
            .arg(script)
            .arg(program)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
    }

    /// A line that tells of a step; others are what broke.
    fn step_of(line: &str) -> Option<Step> {
        let (done, total) = line.split_once(' ')?;
        let (done, total) = (done.parse().ok()?, total.parse().ok()?);
        Some(Step::of(Phase::Pages, done, total))
    }

    fn elsewhere(program: &Path, bytes: &[u8], watch: &Watch<'_>) -> Result<Vec<u8>, Problem> {
        let stopped = |_| Problem::new(Code::IntakePdfStopped);
        let mut child = started(program).map_err(stopped)?;
        let (Some(mut input), Some(mut output), Some(steps)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(Problem::new(Code::IntakePdfStopped));
        };
        let (out, cancelled) = std::thread::scope(|scope| {
            // Whoever reads no further ends the pipe: that is not this side's problem.
            scope.spawn(move || drop(input.write_all(bytes)));
            let out = scope.spawn(move || {
                let mut out = Vec::new();
                output.read_to_end(&mut out).map(|_| out)
            });
            let (tell, told) = channel();
            scope.spawn(move || {
                for line in BufReader::new(steps).split(b'\n').map_while(Result::ok) {
                    if let Some(step) = step_of(&String::from_utf8_lossy(&line)) {
                        // Nobody listens any more: it was cancelled.
                        let _ = tell.send(step);
                    }
                }
            });
            let (mut cancelled, mut last) = (None, Step::whole(Phase::Pages));
            loop {
                match told.recv_timeout(LOOK) {
                    Ok(step) => last = step,
                    // A page that takes its time can be cancelled, too.
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => break,
                }
                if let Err(problem) = watch(last) {
                    cancelled = Some(problem);
                    // It may have ended by itself just now.
                    let _ = child.kill();
                    break;
                }
            }
            (out.join(), cancelled)
        });
        let ended = child.wait().map_err(stopped)?;
        if let Some(problem) = cancelled {
            return Err(problem);
        }
        let out = match out {
            Ok(Ok(out)) => out,
            _ => return Err(Problem::new(Code::IntakePdfStopped)),
        };
        match ended.code() {
            Some(0) => Ok(out),
            Some(REFUSED) => Err(read(&String::from_utf8_lossy(&out))),
            _ => Err(Problem::new(Code::IntakePdfStopped)),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_problem_is_the_same_on_the_other_side() {
            for problem in [
                Problem::new(Code::IntakePdfTooLarge)
                    .with("pages", 700)
                    .with("most", 500),
                Problem::new(Code::IntakePdfUnreadable).with("reason", "no page"),
                Problem::new(Code::IntakePdfEncrypted),
            ] {
                assert_eq!(read(&written(&problem)), problem);
            }
            assert_eq!(read("nonsense").code, Code::IntakePdfStopped);
            assert_eq!(step_of("2 25"), Some(Step::of(Phase::Pages, 2, 25)));
            assert_eq!(step_of("thread 'main' panicked"), None);
        }
    }
}

/// Says which program draws from now on, once: the running one.
#[cfg(feature = "pdf")]
pub fn draw_apart(program: std::path::PathBuf) {
    // The first one stays: the program says it once, at its start.
    let _ = PROGRAM.set(program);
}

/// What the program does when it is started with [`DRAW_PAGES`]: a PDF file from
/// `input`, its copy or a problem to `output`, a line for each page to `steps`. Returns
/// the code with which the process ends.
///
/// # Errors
/// Those of the pipes.
#[cfg(feature = "pdf")]
pub fn draw_pages_here(
    input: &mut dyn std::io::Read,
    output: &mut dyn std::io::Write,
    steps: &(dyn Fn(&str) + Sync),
) -> std::io::Result<i32> {
    drawing::work(input, output, steps)
}

/// Draws the pages of a PDF file.
#[cfg(feature = "pdf")]
pub(crate) fn pages(bytes: &[u8], watch: &Watch<'_>) -> Result<Copied, Problem> {
    Ok(Copied {
        bytes: drawing::draw(bytes, watch)?,
        media_type: "application/pdf",
        ending: Some("pdf"),
    })
}

/// Without the renderer there is no copy.
#[cfg(not(feature = "pdf"))]
pub(crate) fn pages(_: &[u8], _: &Watch<'_>) -> Result<Copied, Problem> {
    Err(Problem::new(model::Code::ReportPdfAbsent))
}
