//! What the targets share: a page that believes the issuers of the acceptance cases and an issuer of the fuzzer's own,
//! the statements that were really signed, and what every verdict must hold to.

mod hostile_issuer;
mod page;

pub use hostile_issuer::HostileIssuer;
pub use page::Page;
