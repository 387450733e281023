//! What do the office's studies come to, and which records stand behind a number?
//!
//! The register is read once, at one position of the log, into a frame; the
//! study is computed over it. Changed study files are adopted into the log
//! first, so that every number can be computed again from the log alone.

use crate::seat::Permission;
use crate::speech::BothLanguages;
use crate::{Office, Seat, Studying, documents};
use jiff::civil::Date;
use model::profile::Label;
use model::{Code, Problem};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use study::{
    Checks, Computed, Frame, FrameBuilder, FrameOptions, Knowledge, KnownBounds, Opened, Study,
};
use words::{Language, Words};

/// At which moment a study stands.
#[derive(Clone, Copy, Debug, Default)]
pub struct AsOf {
    /// Use only what the office had learned by this day.
    pub known_on: Option<Date>,
    /// Use only the first entries of the log.
    pub at: Option<u64>,
}

/// A study in a list.
#[derive(Debug, Serialize)]
pub struct StudySummary {
    /// Id.
    pub id: String,
    /// Title.
    pub title: Label,
}

/// Format of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentFormat {
    /// One page without scripts and without anything from outside.
    Html,
    /// Tagged PDF.
    Pdf,
}

/// Ids of the studies among the texts of the office.
pub(crate) fn ids_in(texts: &BTreeMap<String, String>) -> BTreeSet<&str> {
    texts
        .keys()
        .filter_map(|path| path.strip_prefix("studies/")?.split_once('/'))
        .map(|(id, _)| id)
        .collect()
}

impl Office {
    /// The studies of the office, by id.
    ///
    /// # Errors
    /// All problems of all studies' files.
    pub fn studies(&self, seat: &Seat<Studying>) -> Result<Vec<StudySummary>, Vec<Problem>> {
        self.refresh(seat)?;
        let texts = self.texts();
        let mut problems = Vec::new();
        let mut studies = Vec::new();
        for id in ids_in(&texts) {
            match self.read_study(id) {
                Ok(study) => {
                    studies.push(StudySummary {
                        id: id.into(),
                        title: study.title().clone(),
                    });
                }
                Err(found) => problems.extend(found),
            }
        }
        if problems.is_empty() {
            Ok(studies)
        } else {
            Err(problems)
        }
    }

    /// Reads a study from the office's texts.
    pub(crate) fn read_study(&self, id: &str) -> Result<Study, Vec<Problem>> {
        let texts = self.texts();
        let folder = format!("studies/{id}");
        let files = documents::below(&texts, &folder);
        if files.is_empty() {
            return Err(one(Problem::new(Code::OfficeNoSuchStudy).with("study", id)));
        }
        Study::read(id, &files).map_err(|problems| in_folder(problems, &folder))
    }

    /// The frame at a moment: everything that studies count over.
    ///
    /// # Errors
    /// What the register cannot read.
    pub fn frame(&self, seat: &Seat<Studying>, as_of: &AsOf) -> Result<Frame, Problem> {
        self.frame_at(seat, as_of)
    }

    /// A frame has the records that the seat's holder may see. Whoever is no member
    /// of a compartment counts without its cases: a number that held them could be
    /// asked for one name at a time.
    pub(crate) fn frame_at<P: Permission>(
        &self,
        seat: &Seat<P>,
        as_of: &AsOf,
    ) -> Result<Frame, Problem> {
        self.frame_knowing(Some(seat.user()), as_of, Knowledge::Told)
    }

    /// The frame of every record, to see whether it can be built; nobody looks into it.
    pub(crate) fn frame_of_all(&self, as_of: &AsOf) -> Result<Frame, Problem> {
        self.frame_knowing(None, as_of, Knowledge::Told)
    }

    fn frame_knowing(
        &self,
        reader: Option<&str>,
        as_of: &AsOf,
        knowledge: Knowledge,
    ) -> Result<Frame, Problem> {
        let profile = self.profile();
        let build = |tx: &register::Tx| {
            let newest = tx.position();
            let position = as_of.at.map_or(newest, |at| at.min(newest));
            let root = crate::open::base64(&tx.root_at(position)?);
            let options = FrameOptions {
                as_known_on: as_of.known_on,
                position,
                root,
            };
            let mut builder = FrameBuilder::new(&profile, options)?.knowing(knowledge);
            // Sources first: a claim's source kind is then known when its event comes.
            for kind in ["source", "person", "event", "decision"] {
                tx.scan(kind, Some(position), |stored| {
                    builder.add(&stored.id, &stored.record)
                })?;
            }
            builder.finish()
        };
        match reader {
            Some(user) => self.register.read_as(user, build),
            None => self.register.read(build),
        }
    }

    /// Computes a study with its checks.
    ///
    /// # Errors
    /// All problems of the study's files and statements, with file and line.
    pub fn compute_study(
        &self,
        seat: &Seat<Studying>,
        id: &str,
        as_of: &AsOf,
    ) -> Result<Computed, Vec<Problem>> {
        self.refresh(seat)?;
        self.with_study(seat, id, as_of, |computed, _| Ok(computed))
    }

    /// The records behind a figure or one of its cells, or behind a part of either.
    ///
    /// # Errors
    /// As [`Office::compute_study`]; `study.reference-unknown` when there is no such cell, or it
    /// does not say which ones are confirmed.
    pub fn open_figure(
        &self,
        seat: &Seat<Studying>,
        id: &str,
        figure: &str,
        cell: &[(String, String)],
        part: study::Part,
        as_of: &AsOf,
    ) -> Result<Vec<Opened>, Vec<Problem>> {
        self.refresh(seat)?;
        self.with_study(seat, id, as_of, |computed, frame| {
            study::open_cell(&computed, frame, figure, cell, part).map_err(one)
        })
    }

    fn with_study<T>(
        &self,
        seat: &Seat<Studying>,
        id: &str,
        as_of: &AsOf,
        then: impl FnOnce(Computed, &Frame) -> Result<T, Vec<Problem>>,
    ) -> Result<T, Vec<Problem>> {
        let study = self.read_study(id)?;
        let (computed, frame) = self.compute_over(seat, &study, as_of, Checks::Run)?;
        then(computed, &frame)
    }

    /// Computes a study without its checks, and hands the frame over too.
    pub(crate) fn compute_quietly<P: Permission>(
        &self,
        seat: &Seat<P>,
        study: &Study,
        as_of: &AsOf,
    ) -> Result<(Computed, Frame), Vec<Problem>> {
        self.compute_over(seat, study, as_of, Checks::Left)
    }

    fn compute_over<P: Permission>(
        &self,
        seat: &Seat<P>,
        study: &Study,
        as_of: &AsOf,
        checks: Checks,
    ) -> Result<(Computed, Frame), Vec<Problem>> {
        let library = self.library()?;
        let frame = self.frame_at(seat, as_of).map_err(one)?;
        let voice = BothLanguages::new(self.months());
        let (least, most);
        let bounds = if frame.is_undecided().map_err(one)? {
            // Of the same entries of the log, whatever is written meanwhile.
            let here = AsOf {
                at: Some(frame.options.position),
                ..*as_of
            };
            least = self
                .frame_knowing(Some(seat.user()), &here, Knowledge::Least)
                .map_err(one)?;
            most = self
                .frame_knowing(Some(seat.user()), &here, Knowledge::Most)
                .map_err(one)?;
            Some(KnownBounds {
                least: &least,
                most: &most,
            })
        } else {
            None
        };
        let (profile, bounds) = (self.profile(), bounds.as_ref());
        let mut computed =
            study::compute_between(study, &frame, bounds, &profile, &library, &voice, checks)
                .map_err(|problems| in_folder(problems, &format!("studies/{}", study.id)))?;
        computed.part = self.counts_a_part(seat).map_err(one)?;
        Ok((computed, frame))
    }

    /// A computed study as a document in a language, without what is too small to
    /// leave the office.
    ///
    /// # Errors
    /// Problems of the study's text with file and line; `report.layout-failed`.
    pub fn document(
        &self,
        seat: &Seat<Studying>,
        computed: &Computed,
        language: Language,
        format: DocumentFormat,
    ) -> Result<Vec<u8>, Vec<Problem>> {
        // A document isolates in its markup; a terminal's words would garble it.
        let words = Words::isolated(language).with_months(self.months());
        let estimates = self.shown_estimates(seat, computed)?;
        let document = report::of_study(&study::released(computed), &estimates, &words)
            .map_err(|problems| in_folder(problems, &format!("studies/{}", computed.study)))?;
        match format {
            DocumentFormat::Html => Ok(report::html(&document).into_bytes()),
            DocumentFormat::Pdf => report::pdf(&document).map_err(one),
        }
    }

    /// Writes the frame as a SQLite file, without identifying columns unless asked for.
    ///
    /// # Errors
    /// What the register cannot read or the disk refuses.
    pub fn export_frame(
        &self,
        seat: &Seat<Studying>,
        as_of: &AsOf,
        out: &Path,
        identifying: bool,
    ) -> Result<(), Problem> {
        if identifying && !seat.classes().contains(&model::Class::Identifying) {
            return Err(Problem::new(Code::OfficeNotPermitted)
                .with("user", seat.user())
                .with("permission", "identifying")
                .with("roles", "researcher"));
        }
        self.frame(seat, as_of)?.export(out, identifying)
    }
}

pub(crate) fn one(problem: Problem) -> Vec<Problem> {
    vec![problem]
}

/// Gives problems of a study's files their path in the office's folder.
fn in_folder(problems: Vec<Problem>, folder: &str) -> Vec<Problem> {
    problems
        .into_iter()
        .map(|mut problem| {
            if let Some(file) = &problem.spot.file
                && !file.contains('/')
            {
                problem.spot.file = Some(format!("{folder}/{file}"));
            }
            problem
        })
        .collect()
}
