//! The door of programs.
