//! What every staff page stands on: sessions, permissions, layout, components, problem pages, assets.
//!
//! A service declares its pages in [`Routes`], each with the [`Permission`](domain::Permission) it asks for;
//! [`assemble`] puts the layers around them. Pages are askama templates that extend `layout.html` and carry a
//! [`Page`]; everything works without JavaScript.

extern crate self as web;

mod account;
mod assemble;
mod assets;
pub mod blockages;
mod csrf;
pub mod dates;
mod done;
mod fields;
mod frame;
mod headers;
mod hex;
mod keys;
mod list_file;
mod page;
pub mod parts;
mod password;
pub mod people;
mod problem;
mod problem_page;
pub mod resemblances;
mod routes;
pub mod rule_pages;
mod serve;
mod session;
mod settings;
mod sign_in;
mod staff;
pub mod text;
mod throttle;
mod view;
pub mod words;

pub use account::{AccountError, create_account, purge_sessions};
pub use assemble::{Assembled, assemble};
pub use assets::Assets;
pub use done::{Done, Flash, FlashKind, Undo};
pub use fields::Fields;
pub use frame::Frame;
pub use list_file::ListFile;
pub use page::{Crumb, DoorLink, Page, Shortcut};
pub use password::{PasswordError, hash as hash_password};
pub use problem::Problem;
pub use routes::{Access, Door, RouteEntry, Routes};
pub use serve::{Patience, serve};
pub use settings::{Settings, Web};
pub use staff::Staff;
pub use text::{t, t1, t2, t3, tw};
pub use view::View;
