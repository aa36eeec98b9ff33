//! The compact JWS of the second envelope. As it comes, it verifies only if its payload is one that was signed; and
//! signed by a believed issuer, it is read only under the one header that the profile allows.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use touchmark::{ReasonCode, encoding};
use touchmark_fuzz::{HostileIssuer, Page};

static PAGE: LazyLock<Page> = LazyLock::new(Page::of_the_cases);
static HOSTILE_PAGE: LazyLock<Page> = LazyLock::new(Page::with_hostile_issuer);
static SALTS: LazyLock<Value> = LazyLock::new(|| Page::seal_of("jws-Ed25519")["salts"].take());

fuzz_target!(|jws: &str| {
    let seal = container(jws);
    PAGE.hold_to_what_was_signed(&seal, &PAGE.verify(&seal));

    let Some(jws) = HostileIssuer::sign_jws(jws) else { return };
    let verdict = HOSTILE_PAGE.verify(&container(&jws));
    assert!(
        verdict.reasons.iter().all(|reason| reason.code != ReasonCode::SignatureInvalid),
        "a signature over the same bytes does not hold"
    );
    if verdict.claims.is_some() {
        let mut header = part(&jws, 0);
        let kid = header["kid"].take();
        assert_eq!(kid, HostileIssuer::ROOT.verification_method());
        let alg = header["alg"].take();
        assert!(alg == "Ed25519" || alg == "EdDSA", "{alg}");
        assert_eq!(header, json!({"alg": null, "typ": "vc+jwt", "cty": "vc", "kid": null}));
        let payload = part(&jws, 1);
        for claim in ["proof", "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "vc"] {
            assert!(payload.get(claim).is_none(), "{claim} is read over");
        }
    }
});

fn container(jws: &str) -> String {
    json!({"seal": touchmark::PROFILE, "jws": jws, "salts": *SALTS}).to_string()
}

fn part(jws: &str, at: usize) -> Value {
    let text = jws.split('.').nth(at).expect("accepted just now");
    serde_json::from_slice(&encoding::from_base64url(text).expect("base64url")).expect("JSON")
}
