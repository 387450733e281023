//! How does the study's own text enter the document?
//!
//! The one place that knows both trees: chapters of the text become chapters
//! of the document, references to figures become numbers with a link. It adds
//! no word.
