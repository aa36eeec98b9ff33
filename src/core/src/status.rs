//! Status lists: one bit for each seal of an issuer (Bitstring Status List v1.0, W3C Recommendation of 15 May 2025).

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::config::Need::{Optional, Required};
use crate::config::{self, Form, Kind, Member, PROOF_VALUE, Shape, TEXT, TIME};
use crate::cryptosuite::{CRYPTOSUITE, PROOF_PURPOSE, PROOF_TYPE};
use crate::cursor::Cursor;
use crate::did::PublicKey;
use crate::encoding::from_base64url;
use crate::inflate::gunzip;
use crate::note::decimal;
use crate::parties::Issuer;
use crate::printable;
use crate::text::joined;
use crate::{MAX_LIST, MIN_LIST, SKEW, Timestamp};

/// All lists of a bundle together, in bytes: they are kept inflated, because a list is asked once for each seal.
pub const MAX_LISTS: usize = 16 << 20;

/// Where a seal's status is kept (`credentialStatus`).
#[derive(Clone, Copy, Debug)]
pub(crate) struct StatusRef<'v> {
    /// `statusListCredential`
    pub(crate) list: &'v str,
    /// `statusListIndex`, a decimal
    pub(crate) index: &'v str,
    /// `statusPurpose`
    pub(crate) purpose: &'v str,
}

impl StatusRef<'_> {
    /// Name of the entry in a bundle's own words: the list, the index and, unless it is `revocation`, the purpose say which
    /// it is (profile §7); its own id is free text. What says that a seal is not revoked does not say that it is not
    /// suspended.
    pub(crate) fn name(&self) -> String {
        match self.purpose {
            "revocation" => self.place(),
            purpose => joined(&[&self.place(), "#", purpose]),
        }
    }

    /// The list and the index, whatever the purpose.
    pub(crate) fn place(&self) -> String {
        joined(&[self.list, "#", self.index])
    }

    /// The name, as it may be shown.
    pub(crate) fn shown(&self) -> String {
        printable(&self.place())
    }
}

/// What is known of a seal's status. Of several that speak, the one that withdraws is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum StatusAnswer {
    /// The seal names no entry.
    NotAsked,
    /// Nothing at hand says.
    Unknown,
    Good,
    Withdrawn,
}

impl StatusAnswer {
    pub(crate) fn of(is_withdrawn: bool) -> Self {
        if is_withdrawn { Self::Withdrawn } else { Self::Good }
    }
}

/// A list that an issuer has signed, inflated.
#[derive(Clone, Debug, Default)]
pub(crate) struct StatusList {
    id: String,
    pub(crate) issuer: String,
    /// Whose signature it carries.
    pub(crate) key: PublicKey,
    is_revocation: bool,
    is_suspension: bool,
    /// When, as far as the list says.
    pub(crate) made: Option<Timestamp>,
    begins: Option<Timestamp>,
    ends: Option<Timestamp>,
    bits: Vec<u8>,
}

pub(crate) static CREDENTIAL: Shape = Shape {
    members: &[
        Member("id", Required, Kind::Text(&TEXT)),
        Member("type", Required, Kind::Any),
        Member("issuer", Required, Kind::Text(&TEXT)),
        Member("validFrom", Optional, Kind::Text(&TIME)),
        Member("validUntil", Optional, Kind::Text(&TIME)),
        Member("credentialSubject", Required, Kind::Object(&SUBJECT)),
        Member("proof", Required, Kind::Object(&PROOF)),
    ],
    is_open: true,
};

static SUBJECT: Shape = Shape {
    members: &[
        Member("type", Required, Kind::Is("BitstringStatusList")),
        Member("statusPurpose", Required, Kind::Any),
        Member("encodedList", Required, Kind::Text(&ENCODED)),
    ],
    is_open: true,
};

/// vc-di-eddsa §3.3.
static PROOF: Shape = Shape {
    members: &[
        Member("type", Required, Kind::Is(PROOF_TYPE)),
        Member("cryptosuite", Required, Kind::Is(CRYPTOSUITE)),
        Member("created", Optional, Kind::Text(&TIME)),
        Member("expires", Optional, Kind::Text(&TIME)),
        Member("verificationMethod", Required, Kind::Text(&TEXT)),
        Member("proofPurpose", Required, Kind::Is(PROOF_PURPOSE)),
        Member("proofValue", Required, Kind::Text(&PROOF_VALUE)),
    ],
    is_open: true,
};

pub(crate) static ENCODED: Form =
    Form { accepts: |text| text.starts_with('u'), problem: "must be u and the base64url of a gzip file" };

impl StatusList {
    /// Reads a list as far as its signature. `issuer` is the one it names, `room` what all lists may still inflate to.
    pub(crate) fn read(section: &Cursor<'_, '_>, issuer: Option<Issuer<'_>>, room: &mut usize) -> Self {
        let mut list = Self {
            id: section.text("id").to_owned(),
            issuer: section.text("issuer").to_owned(),
            begins: section.optional("validFrom", Timestamp::parse),
            ends: section.optional("validUntil", Timestamp::parse),
            ..Self::default()
        };
        let names_type = config::names(section, "type", "BitstringStatusListCredential");
        section.require_or("type", names_type, "must name BitstringStatusListCredential");
        let problem = "is none of this file's issuers; list it, or leave the list out";
        section.require_or("issuer", issuer.is_some(), problem);
        if let Some(proof) = section.member("proof") {
            let created = proof.optional("created", Timestamp::parse);
            list.made = created.or(list.begins);
            list.begins = list.begins.max(created);
            if let Some(expires) = proof.optional("expires", Timestamp::parse) {
                list.ends = Some(list.ends.map_or(expires, |ends| ends.min(expires)));
            }
            let key = issuer.and_then(|issuer| issuer.key(proof.text("verificationMethod")));
            let key = key.filter(|key| match list.made {
                Some(made) => key.is_listed_at(made),
                None => !key.has_window(),
            });
            let problem = "is no key that this file lists for the issuer at that time";
            proof.require_or("verificationMethod", key.is_some(), problem);
            if let Some(key) = key {
                list.key = key.public;
            }
        }
        if let Some(subject) = section.member("credentialSubject") {
            list.is_revocation = config::names(&subject, "statusPurpose", "revocation");
            list.is_suspension = config::names(&subject, "statusPurpose", "suspension");
            let speaks = list.is_revocation || list.is_suspension;
            subject.require_or("statusPurpose", speaks, "must be revocation or suspension");
            let encoded = subject.text("encodedList").strip_prefix('u').unwrap_or_default();
            let packed = from_base64url(encoded).unwrap_or_default();
            list.bits = gunzip(&packed, MAX_LIST.min(*room)).unwrap_or_default();
            let problem = "must be u and the base64url of one whole gzip file of 16 KiB to 1 MiB; of all lists, at most 16 MiB";
            subject.require_or("encodedList", list.bits.len() >= MIN_LIST, problem);
            *room -= list.bits.len();
        }
        list
    }

    /// What the list says of an entry: nothing, where it does not speak of it, or not of this time.
    pub(crate) fn answer(&self, entry: &StatusRef<'_>, now: Timestamp) -> StatusAnswer {
        self.bit(entry, now).map_or(StatusAnswer::Unknown, StatusAnswer::of)
    }

    fn bit(&self, entry: &StatusRef<'_>, now: Timestamp) -> Option<bool> {
        let is_of_purpose = match entry.purpose {
            "revocation" => self.is_revocation,
            "suspension" => self.is_suspension,
            _ => false,
        };
        let now = now.as_millis();
        let is_early = self.begins.is_some_and(|begin| begin.as_millis() > now + SKEW);
        let is_late = self.ends.is_some_and(|end| end.as_millis() + SKEW < now);
        if self.id != entry.list || !is_of_purpose || is_early || is_late {
            return None;
        }
        let index = decimal(entry.index)?;
        let byte = self.bits.get(usize::try_from(index / 8).ok()?)?;
        // The first entry is the leftmost bit.
        Some(byte << (index % 8) & 0x80 != 0)
    }
}
