//! Which addresses are there, and who may come to them?
//!
//! The one table of addresses. A method that an address does not have is
//! answered 405, an address that is not there 404. The ending `.json` of any
//! page asks for its twin, under the same permission.

use crate::app::App;
use crate::assets::send_asset;
use crate::door::{Door, Handler, Twin, UPLOAD_LIMIT, answer, guard};
use crate::pages::{accounts, find, import, laws, office, person, record, studies, today, verify};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::Uri;
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;
use tower::ServiceExt;

/// An address: path, who may come, and what answers GET and POST.
pub struct Address {
    pub path: &'static str,
    pub(crate) door: Door,
    pub(crate) get: Option<Handler>,
    pub(crate) post: Option<Handler>,
}

impl Address {
    /// Whether forms are sent here.
    pub fn takes_forms(&self) -> bool {
        self.post.is_some()
    }
}

macro_rules! addresses {
    ($($path:literal $door:ident $($get:path)? $(, post $post:path)?;)*) => {
        /// Every address.
        pub const ADDRESSES: &[Address] = &[$(Address {
            path: $path,
            door: Door::$door,
            get: { let _none: Option<Handler> = None; $(let _none: Option<Handler> = Some($get);)? _none },
            post: { let _none: Option<Handler> = None; $(let _none: Option<Handler> = Some($post);)? _none },
        }),*];
    };
}

addresses! {
    "/static/{*file}" Open send_asset;
    "/" Open accounts::show_door;
    "/sign-in" Open accounts::show_sign_in, post accounts::sign_in;
    "/once/{token}" Open accounts::show_once, post accounts::sign_in_once;
    "/activate/{token}" Open accounts::show_activation, post accounts::activate;
    "/language" Open , post accounts::change_language;
    "/keyboard" Open accounts::show_keyboard;
    "/sign-out" Signed , post accounts::sign_out;
    "/sign-out-everywhere" Signed , post accounts::sign_out_everywhere;
    "/me" Signed accounts::show_me;
    "/today" Signed today::show_today;
    "/find" Signed find::show_find, post find::find_persons;
    "/person/{id}" Signed person::show_person;
    "/person/{id}/laws" Signed person::show_laws_of_person;
    "/person/{id}/edit" Signed record::edit_person, post record::save_person;
    "/person/{id}/event" Signed record::new_event, post record::save_new_event;
    "/event/{id}" Signed person::show_event;
    "/event/{id}/edit" Signed record::edit_event, post record::save_event;
    "/event/{id}/conclude" Signed , post verify::conclude_event;
    "/source/{id}" Signed person::show_source;
    "/record/{id}/history" Signed person::show_history;
    "/record" Signed record::new_person, post record::save_new_person;
    "/record/source" Signed record::new_source, post record::save_new_source;
    "/understood/date" Signed , post record::understand_date;
    "/import" Signed import::show_import, post import::propose_import;
    "/import/plan" Signed , post import::plan_import;
    "/import/confirm" Signed , post import::confirm_import;
    "/verify" Signed verify::show_queue;
    "/studies" Signed studies::list_studies;
    "/studies/{study}" Signed studies::show_study;
    "/studies/{study}/figure/{figure}" Signed studies::open_figure;
    "/studies/{study}/report/{name}" Signed studies::download_report;
    "/laws" Signed laws::list_laws;
    "/laws/{instrument}" Signed laws::show_law;
    "/laws/{instrument}/outcomes" Signed laws::show_outcomes;
    "/office" Signed office::show_office;
    "/office/people" Signed office::show_people, post office::add_person_of_office;
    "/office/people/{user}" Signed , post office::change_person_of_office;
    "/office/vocabularies" Signed office::list_vocabularies;
    "/office/vocabularies/{vocabulary}" Signed office::show_vocabulary;
    "/office/log" Signed office::show_log, post office::check_log;
    "/office/checkpoint" Signed , post office::download_checkpoint;
    "/office/keys" Signed office::show_keys;
}

/// The web application of an office.
pub fn service(app: Arc<App>) -> Router {
    let mut routes = Router::new();
    for address in ADDRESSES {
        let mut methods: MethodRouter = MethodRouter::new();
        let door = address.door;
        if let Some(handler) = address.get {
            let app = Arc::clone(&app);
            methods = methods.merge(get(move |request: Request| {
                answer(Arc::clone(&app), door, handler, request)
            }));
        }
        if let Some(handler) = address.post {
            let app = Arc::clone(&app);
            methods = methods.merge(post(move |request: Request| {
                answer(Arc::clone(&app), door, handler, request)
            }));
        }
        routes = routes.route(address.path, methods);
    }
    let missing = Arc::clone(&app);
    let routes = routes
        .fallback(move |request: Request| {
            answer(
                Arc::clone(&missing),
                Door::Open,
                accounts::nothing_here,
                request,
            )
        })
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT + 64 * 1024));
    // Outside of the routes: the ending `.json` is taken off before they look.
    let twins = routes
        .into_service::<axum::body::Body>()
        .map_request(take_ending)
        .map_response(guard);
    Router::new().fallback_service(twins)
}

fn take_ending(mut request: Request) -> Request {
    let uri = request.uri();
    let Some(path) = uri
        .path()
        .strip_suffix(".json")
        .filter(|_| !uri.path().starts_with("/static/"))
    else {
        return request;
    };
    let path = if path.is_empty() { "/" } else { path };
    let whole = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    if let Ok(uri) = whole.parse::<Uri>() {
        *request.uri_mut() = uri;
        request.extensions_mut().insert(Twin);
    }
    request
}
