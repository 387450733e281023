//! Which addresses are there, and who may come to them?
//!
//! The one table of addresses. A method that an address does not have is
//! answered 405, an address that is not there 404. The ending `.json` of any
//! page asks for its twin, under the same permission.

use crate::app::App;
use crate::assets::send_asset;
use crate::door::{Door, EVIDENCE_LIMIT, Handler, Twin, answer, guard};
use crate::house::House;
use crate::pages::jobs;
use crate::pages::{
    access, api, backups, compartments, consents, disclosures, evidence, keys, prove, requests,
    retention, reveals, rules, unlock,
};
use crate::pages::{
    accounts, around, drafts, estimate, event, figure_builder, find, history, import, import_left,
    laws, office, person, record, source, studies, study_new, study_text, today, verify,
    vocabularies,
};
use crate::pages::{link_acts, link_decisions, link_quality, links, similar};
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
    /// Name of the function that answers GET, and of the one that answers POST.
    pub(crate) shows: Option<&'static str>,
    pub(crate) does: Option<&'static str>,
}

impl Address {
    /// Whether forms are sent here.
    pub fn takes_forms(&self) -> bool {
        self.post.is_some()
    }

    /// Whether it shows one record of a case: looks at it are counted and noted.
    pub(crate) fn shows_record(&self) -> bool {
        [
            "/person/{id}",
            "/event/{id}",
            "/source/{id}",
            "/record/{id}",
            "/evidence/{id}",
        ]
        .iter()
        .any(|start| self.path.starts_with(start))
    }

    /// Whether files of evidence are sent here, which may be larger than sheets.
    pub(crate) fn takes_evidence(&self) -> bool {
        self.path == "/record/{id}/files"
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
            shows: { let _none: Option<&'static str> = None; $(let _none = Some(stringify!($get));)? _none },
            does: { let _none: Option<&'static str> = None; $(let _none = Some(stringify!($post));)? _none },
        }),*];
    };
}

addresses! {
    "/static/{*file}" Open send_asset;
    "/" Open accounts::show_door;
    "/unlock" Open unlock::already_open, post unlock::already_open;
    "/first-run/{token}" Open unlock::already_open, post unlock::already_open;
    "/sign-in" Open accounts::show_sign_in, post accounts::sign_in;
    "/sign-in/passkey" Open , post accounts::sign_in_by_passkey;
    "/once/{token}" Open accounts::show_once, post accounts::sign_in_once;
    "/activate/{token}" Open accounts::show_activation, post accounts::activate;
    "/language" Open , post accounts::change_language;
    "/keyboard" Open accounts::show_keyboard;
    "/sign-out" Person , post accounts::sign_out;
    "/sign-out-everywhere" Person , post accounts::sign_out_everywhere;
    "/prove" Person prove::show_prove, post prove::prove;
    "/me" Person access::show_me;
    "/me/digits" Person , post access::choose_digits;
    "/me/shortcuts" Person , post access::choose_shortcuts;
    "/me/sessions/{session}" Person , post access::end_own_session;
    "/me/passkeys" Person access::show_new_passkey, post access::add_own_passkey;
    "/me/passkeys/{passkey}" Person , post access::remove_own_passkey;
    "/me/tokens" Person access::show_tokens, post access::make_own_token;
    "/me/tokens/{token}" Person , post access::revoke_own_token;
    "/lock" Person , post rules::lock_office;
    "/openapi" Signed api::describe_addresses;
    "/today" Signed today::show_today;
    "/find" Signed find::show_find, post find::find_persons;
    "/find/saved/{id}" Signed , post find::drop_search;
    "/person/{id}" Signed person::show_person;
    "/person/{id}/laws" Signed person::show_laws_of_person;
    "/person/{id}/edit" Signed record::edit_person, post record::save_person;
    "/person/{id}/event" Signed record::new_event, post record::save_new_event;
    "/person/{id}/contact" Signed record::new_contact, post record::save_new_contact;
    "/person/{id}/relative" Signed around::new_relative, post around::save_relative;
    "/person/{id}/relative/{decision}" Signed around::edit_relative, post around::change_relative;
    "/contact/{id}" Signed record::edit_contact, post record::save_contact;
    "/draft" Signed , post drafts::keep_draft;
    "/event/{id}" Signed event::show_event;
    "/event/{id}/edit" Signed record::edit_event, post record::save_event;
    "/event/{id}/conclude" Signed , post verify::conclude_event;
    "/source/{id}" Signed source::show_source;
    "/source/{id}/edit" Signed record::edit_source, post record::save_source;
    "/source/{id}/contact" Signed record::new_contact_of_source, post record::save_new_contact_of_source;
    "/record/{id}/history" Signed history::show_history;
    "/record/{id}/withdraw" Signed record::show_withdrawal, post record::withdraw_or_restore;
    "/record/{id}/expunge" Person , post record::expunge;
    "/record/{id}/reveal" Person reveals::show_reveal, post reveals::reveal;
    "/record/{id}/compartment" Person compartments::show_compartment, post compartments::move_record;
    "/record/{id}/files" Signed evidence::show_files, post evidence::add_file_of_evidence;
    "/evidence/{id}" Signed evidence::show_file;
    "/evidence/{id}/picture" Signed evidence::show_picture, post evidence::make_copy;
    "/evidence/{id}/edit" Signed record::edit_evidence, post record::save_evidence;
    "/evidence/{id}/take" Person , post evidence::take_file_of_evidence;
    "/source/{id}/consent" Signed consents::show_consents_of_source, post consents::change_consent;
    "/record" Signed record::new_person, post record::save_new_person;
    "/record/source" Signed record::new_source, post record::save_new_source;
    "/record/pick" Signed , post record::find_picked;
    "/record/similar" Signed , post similar::look_for_similar;
    "/understood/date" Signed , post record::understand_date;
    "/import" Signed import::show_import, post import::propose_import;
    "/import/plan" Signed , post import::plan_import;
    "/import/confirm" Signed , post import::confirm_import;
    "/import/rows" Signed , post import::make_problem_rows;
    "/import/left" Signed import_left::show_left;
    "/import/left/{id}" Signed , post import_left::settle_left;
    "/import/{job}" Signed import::show_import_step;
    "/import/{job}/rows" Signed import::take_problem_rows;
    "/verify" Signed verify::show_queue;
    "/links" Signed links::show_links;
    "/links/pair/{a}/{b}" Signed links::show_pair;
    "/links/decide" Signed , post links::decide_link;
    "/links/withdraw" Signed , post link_decisions::withdraw_link;
    "/links/run" Signed , post links::run_links;
    "/links/decisions" Signed link_decisions::list_decisions;
    "/links/acts" Signed link_acts::show_acts, post link_acts::decide_act;
    "/links/quality" Signed link_quality::show_quality, post link_quality::draw_sample;
    "/links/sample" Signed link_quality::show_sampled, post link_quality::give_opinion;
    "/studies" Signed studies::list_studies;
    "/studies/new" Signed study_new::show_new_study, post study_new::begin_study;
    "/studies/{study}" Signed studies::show_study;
    "/studies/{study}/figure/{figure}" Signed studies::open_figure;
    "/studies/{study}/report/{name}" Signed studies::download_report;
    "/studies/{study}/estimate/{figure}" Signed estimate::show_estimate;
    "/studies/{study}/estimate/{figure}/{name}" Signed estimate::download_estimate;
    "/studies/{study}/builder" Signed figure_builder::show_builder, post figure_builder::build_figure;
    "/studies/{study}/text/{name}" Signed study_text::edit_study_text, post study_text::save_study_text;
    "/laws" Signed laws::list_laws;
    "/laws/{instrument}" Signed laws::show_law;
    "/laws/{instrument}/outcomes" Signed laws::show_outcomes;
    "/office" Signed office::show_office;
    "/office/jobs" Signed jobs::list_jobs;
    "/office/jobs/{job}" Signed jobs::show_job, post jobs::cancel_job;
    "/office/people" Person office::show_people, post office::add_person_of_office;
    "/office/people/{user}" Person , post office::change_person_of_office;
    "/office/compartments" Person compartments::show_compartments, post compartments::add_compartment;
    "/office/compartments/{compartment}" Person , post compartments::change_compartment;
    "/office/vocabularies" Signed vocabularies::list_vocabularies;
    "/office/vocabularies/{vocabulary}" Signed vocabularies::show_vocabulary, post vocabularies::change_vocabulary;
    "/office/fields" Signed vocabularies::show_fields, post vocabularies::change_own_fields;
    "/office/log" Signed office::show_log, post office::check_log;
    "/office/checkpoint" Signed , post office::download_checkpoint;
    "/office/keys" Person keys::show_keys, post keys::change_keys;
    "/office/requests" Person requests::show_requests;
    "/office/requests/{request}" Person , post requests::answer_request;
    "/office/retention" Person retention::show_retention, post retention::apply_retention;
    "/office/rules" Person rules::show_rules, post rules::change_rules;
    "/office/looks" Person rules::show_looks;
    "/office/backups" Person backups::show_backups, post backups::make_backup;
    "/office/backups/{backup}" Person , post backups::take_backup;
    "/office/consents" Signed consents::show_consents;
    "/office/disclosures" Signed disclosures::show_disclosures, post disclosures::enter_disclosure;
    "/office/export" Person disclosures::show_export, post disclosures::make_export;
    "/office/export/take" Person , post disclosures::take_export;
}

/// The web application of an office.
pub fn service(app: Arc<App>) -> Router {
    house_service(Arc::new(House::of(app)))
}

/// What answers where there is no address.
static NOTHING: Address = Address {
    path: "",
    door: Door::Open,
    get: Some(accounts::nothing_here),
    post: Some(accounts::nothing_here),
    shows: None,
    does: None,
};

/// The web application of a place: an office that is open, locked or not there yet.
pub fn house_service(house: Arc<House>) -> Router {
    let answered = |address: &'static Address| {
        let house = Arc::clone(&house);
        move |request: Request| answer(Arc::clone(&house), address, request)
    };
    let mut routes = Router::new();
    for address in ADDRESSES {
        let mut methods: MethodRouter = MethodRouter::new();
        if address.get.is_some() {
            methods = methods.merge(get(answered(address)));
        }
        if address.post.is_some() {
            methods = methods.merge(post(answered(address)));
        }
        routes = routes.route(address.path, methods);
    }
    let routes = routes
        .fallback(answered(&NOTHING))
        .layer(DefaultBodyLimit::max(EVIDENCE_LIMIT + 64 * 1024));
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
