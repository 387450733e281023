//! One story of access on both backends: what lets somebody in, what ends it, who agrees.
//!
//! The volatile part of the register (sessions, tokens, passkeys, looks) has to
//! behave the same in an encrypted file and on a PostgreSQL server.

#[path = "../../register/tests/server/mod.rs"]
mod server;

use ed25519_dalek::Signer;
use model::Code;
use model::record::Role;
use office::{
    Act, Administering, Approving, Attempt, Disclosure, Documenting, Entropy, Look, NewOffice,
    Office, PasskeyAnswer, Policy, RequestState, Seat, Seeded, Verifying,
};
use sha2::{Digest, Sha256};

const PASSPHRASE: &str = "five words nobody would ever guess";

fn at(seconds: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_570_000_000 + seconds).expect("a moment")
}

fn entropies(purpose: &'static str) -> Box<dyn Entropy> {
    Box::new(Seeded::new(&format!("story of access: {purpose}")))
}

fn created(folder: &std::path::Path, database: Option<String>) -> Office {
    let request = NewOffice {
        database,
        passphrase: "the passphrase of this office".into(),
        first_user: "salma".into(),
        ..NewOffice::default()
    };
    Office::create(folder, &request, at(0), &entropies)
        .expect("created")
        .0
}

/// A user with a passphrase and a second factor; the factor's secret.
fn activated(office: &Office, name: &str, roles: &[Role]) -> Vec<u8> {
    let seat: Seat<Administering> = office.seat("salma", at(0), None).expect("administers");
    if name != "salma" {
        office.add_user(&seat, name, None, roles).expect("added");
    }
    let token = office.invite(&seat, name).expect("invited");
    let secret = office
        .activation(&token, at(0))
        .expect("read")
        .expect("there")
        .secret;
    let secret = base32(&secret);
    let code = office::code_now(&secret, at(0).as_second() as u64);
    office
        .activate(&token, PASSPHRASE, &code, at(0))
        .expect("activated");
    secret
}

fn base32(text: &str) -> Vec<u8> {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0, 0u32);
    for letter in text.bytes().filter(u8::is_ascii_alphanumeric) {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            _ => letter - b'2' + 26,
        };
        held = held << 5 | u32::from(value);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 255) as u8);
        }
    }
    bytes
}

fn signed_in(office: &Office, name: &str, secret: &[u8], seconds: i64, agent: &str) -> String {
    let code = office::code_now(secret, at(seconds).as_second() as u64);
    let attempt = Attempt {
        name,
        passphrase: PASSPHRASE,
        code: &code,
        address: "127.0.0.1",
        agent,
    };
    office.sign_in(&attempt, at(seconds)).expect("signed in")
}

fn base64url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk
            .iter()
            .fold(0u32, |bits, it| bits << 8 | u32::from(*it))
            << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(char::from(
                LETTERS[(bits >> (18 - 6 * place) & 63) as usize],
            ));
        }
    }
    text
}

/// A security key in software: Ed25519, bound to one origin.
struct Device {
    key: ed25519_dalek::SigningKey,
    id: Vec<u8>,
    counter: u32,
}

impl Device {
    fn client(act: &str, challenge: &str, origin: &str) -> Vec<u8> {
        format!(r#"{{"type":"{act}","challenge":"{challenge}","origin":"{origin}","crossOrigin":false}}"#)
            .into_bytes()
    }

    fn head(&self, host: &str, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(host.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// What `navigator.credentials.create` gives: client data and attestation object.
    fn made(&self, challenge: &str, origin: &str, host: &str) -> (String, String) {
        let mut data = self.head(host, 0x45);
        data.extend([0; 16]);
        data.extend((self.id.len() as u16).to_be_bytes());
        data.extend(&self.id);
        data.extend([0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20]);
        data.extend(self.key.verifying_key().to_bytes());
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt");
        object.push(0x64);
        object.extend(b"none");
        object.push(0x67);
        object.extend(b"attStmt");
        object.extend([0xa0, 0x68]);
        object.extend(b"authData");
        object.extend([0x58, data.len() as u8]);
        object.extend(data);
        let client = Device::client("webauthn.create", challenge, origin);
        (base64url(&client), base64url(&object))
    }

    /// What `navigator.credentials.get` gives: client data, data and signature.
    fn signed(&mut self, challenge: &str, origin: &str, host: &str) -> (String, String, String) {
        self.counter += 1;
        let data = self.head(host, 0x05);
        let client = Device::client("webauthn.get", challenge, origin);
        let mut message = data.clone();
        message.extend(Sha256::digest(&client));
        let signature = self.key.sign(&message).to_bytes();
        (base64url(&client), base64url(&data), base64url(&signature))
    }
}

fn sessions_and_sign_ins(office: &Office, secret: &[u8]) {
    let one = signed_in(office, "salma", secret, 60, "one");
    let two = signed_in(office, "salma", secret, 120, "two");
    let sessions = office.sessions_of("salma", at(130)).expect("read");
    assert_eq!(sessions.len(), 2);
    let (first, _) = office.session(&one, at(130)).expect("read").expect("open");
    assert!(first.is_proved(at(130)) && !first.is_proved(at(60 + 600)));
    office
        .end_session_of("salma", &first.id, at(130))
        .expect("ended");
    assert!(office.session(&one, at(131)).expect("read").is_none());
    assert!(office.session(&two, at(131)).expect("read").is_some());
    let known = office.sign_ins_of("salma", at(131)).expect("read");
    let told: Vec<_> = known
        .iter()
        .map(|it| (it.agent.as_str(), it.good, it.unfamiliar))
        .collect();
    assert_eq!(told, [("two", true, true), ("one", true, false)]);
    // Proving once more makes a session fresh again; another's code does not.
    let later = at(1_000);
    let attempt = |code| Attempt {
        name: "salma",
        passphrase: PASSPHRASE,
        code,
        address: "127.0.0.1",
        agent: "two",
    };
    assert_eq!(
        office
            .prove_again(&attempt("000000"), &two, later)
            .expect_err("refused")
            .code,
        Code::OfficeSignInRefused
    );
    let code = office::code_now(secret, later.as_second() as u64);
    office
        .prove_again(&attempt(&code), &two, later)
        .expect("proved");
    let (session, _) = office.session(&two, later).expect("read").expect("open");
    assert!(session.is_proved(later));
    office.end_all_sessions(later).expect("ended");
    assert!(office.session(&two, later).expect("read").is_none());
}

fn tokens(office: &Office) {
    let refused = |scopes: &[&str], days| {
        office
            .make_token("salma", "x", scopes, days, at(0))
            .expect_err("refused")
            .code
    };
    assert_eq!(refused(&[], 1), Code::OfficeTokenScope);
    assert_eq!(refused(&["administer"], 1), Code::OfficeTokenScope);
    assert_eq!(refused(&["read"], 0), Code::OfficeTokenDays);
    assert_eq!(refused(&["read"], 366), Code::OfficeTokenDays);
    let secret = office
        .make_token("salma", "nightly count", &["read", "study"], 30, at(0))
        .expect("made");
    assert!(secret.starts_with("sijill_") && secret.len() == 71);
    let (token, user) = office
        .token_user(&secret, at(100))
        .expect("read")
        .expect("in force");
    assert_eq!(
        (user.name.as_str(), token.scopes.as_slice()),
        ("salma", &["read".to_owned(), "study".to_owned()][..])
    );
    let known = office.tokens_of("salma", at(101)).expect("read");
    assert_eq!(known.len(), 1);
    assert_eq!(known[0].used, Some(at(100).as_second() as u64));
    assert!(
        !format!("{known:?}").contains(&secret[10..]),
        "only the hash is kept"
    );
    let month = 30 * 24 * 60 * 60;
    assert!(
        office
            .token_user(&secret, at(month))
            .expect("read")
            .is_none()
    );
    office
        .revoke_token("salma", &known[0].id, at(102))
        .expect("revoked");
    assert!(office.token_user(&secret, at(103)).expect("read").is_none());
}

fn passkeys(office: &Office) {
    let (origin, host) = ("https://office.example", "office.example");
    let browser = "a".repeat(64);
    let mut device = Device {
        key: ed25519_dalek::SigningKey::from_bytes(&[7; 32]),
        id: vec![1, 2, 3, 4],
        counter: 0,
    };
    let offer = office
        .offer_passkey("salma", &browser, at(0))
        .expect("offered");
    let (client, data) = device.made(&offer.challenge, origin, host);
    let made = PasskeyAnswer {
        client: &client,
        data: &data,
        origin,
        ..PasskeyAnswer::default()
    };
    for wrong in [
        PasskeyAnswer {
            origin: "https://office.example.evil.net",
            ..made
        },
        PasskeyAnswer {
            data: &data[..60],
            ..made
        },
    ] {
        let refused = office.add_passkey("salma", &browser, &wrong, "key", at(10));
        assert_eq!(
            refused.expect_err("refused").code,
            Code::OfficePasskeyRefused
        );
    }
    office
        .add_passkey("salma", &browser, &made, "key on my ring", at(10))
        .expect("added");
    let again = office.add_passkey("salma", &browser, &made, "again", at(11));
    assert!(again.is_err(), "a challenge is good once");
    let known = office.passkeys_of("salma", at(12)).expect("read");
    assert_eq!(
        (
            known.len(),
            known[0].label.as_str(),
            known[0].origin.as_str()
        ),
        (1, "key on my ring", origin)
    );

    let mut sign_in = |seconds: i64, origin: &str, host: &str| {
        let offer = office
            .offer_passkey("", &browser, at(seconds))
            .expect("offered");
        let (client, data, signature) = device.signed(&offer.challenge, origin, host);
        let answer = PasskeyAnswer {
            id: &base64url(&[1, 2, 3, 4]),
            client: &client,
            data: &data,
            signature: &signature,
            origin,
        };
        let first = office.sign_in_with_passkey(&browser, &answer, "::1", "agent", at(seconds));
        let replayed = office.sign_in_with_passkey(&browser, &answer, "::1", "agent", at(seconds));
        assert!(replayed.is_err(), "nothing is good twice");
        first
    };
    // At once: each page has a challenge of its own.
    let token = sign_in(12, origin, host).expect("signed in");
    let (session, user) = office.session(&token, at(13)).expect("read").expect("open");
    assert!(session.passkey && session.is_proved(at(13)) && user.name == "salma");
    // A copy of the page elsewhere gets a signature for elsewhere.
    assert!(sign_in(800, "https://0ffice.example", "0ffice.example").is_err());
    let token = sign_in(1_200, origin, host).expect("signed in again");
    office
        .remove_passkey("salma", &known[0].id, at(1_300))
        .expect("removed");
    assert!(
        sign_in(1_600, origin, host).is_err(),
        "a lost key is out at once"
    );
    assert!(office.session(&token, at(1_601)).expect("read").is_some());
}

fn requests(office: &Office) {
    let salma: Seat<Administering> = office.seat("salma", at(0), None).expect("administers");
    let act = Act::Roles {
        user: "omar".into(),
        roles: vec![Role::Reader],
    };
    // The first person of an office has nobody to ask.
    assert!(!office.needs_second("salma").expect("read"));
    assert_eq!(office.agreed(&salma, &act).expect("alone"), None);
    activated(office, "omar", &[Role::Reviewer]);
    assert!(office.needs_second("salma").expect("read"));
    let asked = office.agreed(&salma, &act).expect_err("asked");
    assert_eq!(asked.code, Code::OfficeApprovalNeeded);
    let asked_again = office.agreed(&salma, &act).expect_err("still waits");
    assert_eq!(
        asked.details["id"], asked_again.details["id"],
        "one request"
    );
    let id = asked.details["id"].clone();
    let own: Seat<Approving> = office.seat("salma", at(0), None).expect("may agree");
    assert_eq!(
        office
            .answer_request(&own, &id, true)
            .expect_err("refused")
            .code,
        Code::OfficeApprovalOwn
    );
    let omar: Seat<Approving> = office
        .seat("omar", at(60), Some("seen with salma".into()))
        .expect("may agree");
    office.answer_request(&omar, &id, true).expect("agreed");
    // For this act of this person, and for nothing else.
    let other = Act::Roles {
        user: "omar".into(),
        roles: vec![Role::Administrator],
    };
    assert!(office.agreed(&salma, &other).is_err());
    assert_eq!(
        office.agreed(&salma, &act).expect("goes through"),
        Some("omar".into())
    );
    assert!(office.agreed(&salma, &act).is_err(), "once");
    let all = office.requests_of_all(&omar).expect("read");
    let states: Vec<RequestState> = all.iter().map(|it| it.state).collect();
    assert_eq!(
        states,
        [
            RequestState::Waiting,
            RequestState::Waiting,
            RequestState::Done
        ]
    );
    // An answer that comes too late is none.
    let late: Seat<Approving> = office.seat("omar", at(90_000), None).expect("may agree");
    assert_eq!(
        office
            .answer_request(&late, &all[0].id, true)
            .expect_err("ran out")
            .code,
        Code::OfficeApprovalClosed
    );
    // Ending the other's access does not make one person enough.
    office.disable_user(&salma, "omar").expect("disabled");
    assert!(office.needs_second("salma").expect("read"));
    let rules = Policy {
        two_persons: false,
        ..Policy::default()
    };
    office.set_policy(&salma, &rules).expect("set");
    assert!(!office.needs_second("salma").expect("read"));
}

fn looks_and_disclosures(office: &Office) {
    let seat: Seat<Administering> = office.seat("salma", at(100), None).expect("administers");
    let looks: Vec<Look> = (0..3u64)
        .map(|number| Look {
            at: at(number as i64).as_second() as u64,
            user: "salma".into(),
            path: format!("/person/{number}"),
        })
        .collect();
    office.note_looks(&looks).expect("noted");
    let mut newest = looks.clone();
    newest.reverse();
    assert_eq!(office.looks(&seat, 10).expect("read"), newest);
    let verifying: Seat<Verifying> = office.seat("salma", at(100), None).expect("verifies");
    office.raise_alarm(&verifying, 300).expect("raised");
    assert_eq!(office.alarms(&seat).expect("read")[0].records, 300);
    let documenting: Seat<Documenting> = office.seat("salma", at(100), None).expect("documents");
    let missing = office.enter_disclosure(&documenting, &Disclosure::default());
    assert_eq!(missing.expect_err("fields").len(), 4);
    let entry = Disclosure {
        recipient: "partner".into(),
        what: "three names".into(),
        authority: "consent".into(),
        day: "2019-10-01".into(),
        ..Disclosure::default()
    };
    office
        .enter_disclosure(&documenting, &entry)
        .expect("entered");
    let known = office.disclosures(&verifying).expect("read");
    assert_eq!((known.len(), known[0].by.as_str()), (1, "salma"));
}

fn story(office: &Office) {
    let secret = activated(office, "salma", &[]);
    sessions_and_sign_ins(office, &secret);
    tokens(office);
    passkeys(office);
    looks_and_disclosures(office);
    requests(office);
    let seat: Seat<Verifying> = office.seat("salma", at(2_000), None).expect("verifies");
    assert_eq!(office.verify(&seat, None).expect("read").problems, []);
    // A new activation ends everything that let somebody in before.
    let kept = office
        .make_token("salma", "kept", &["read"], 1, at(2_000))
        .expect("made");
    activated(office, "salma", &[]);
    assert!(office.token_user(&kept, at(2_001)).expect("read").is_none());
}

#[test]
fn access_works_in_an_encrypted_file() {
    let folder = tempfile::tempdir().expect("a folder");
    story(&created(&folder.path().join("office"), None));
}

#[test]
fn access_works_on_a_postgresql_server() {
    let Some(server) = server::Server::start() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    story(&created(
        &folder.path().join("office"),
        Some(server.url("access")),
    ));
}
