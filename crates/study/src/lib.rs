//! The frame, the figures and the checks, pure once the frame is built.
