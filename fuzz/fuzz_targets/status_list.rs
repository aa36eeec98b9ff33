//! A status list that an issuer signed: it inflates to what another library inflates it to, within the limit, or is
//! refused.
#![no_main]

use std::io::Read as _;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use touchmark::{MAX_LIST, MIN_LIST, Record, Trust, TrustBundle, Verifier, encoding};
use touchmark_fuzz::{HostileIssuer, Page};

/// Of the seal in the first acceptance case.
const LIST: &str = "https://issuer.example/status/3";
const INDEX: usize = 94_567;

static PAGE: LazyLock<Page> = LazyLock::new(Page::with_hostile_issuer);
/// The seal of the first case, issued by who signs the list.
static VIEW: LazyLock<String> = LazyLock::new(|| {
    let mut seal = Page::seal_of("full-view");
    seal["vc"] = HostileIssuer::prove(&seal["vc"]).expect("a credential");
    PAGE.view(&seal.to_string())
});

fuzz_target!(|file: &[u8]| {
    let list = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": LIST, "type": ["VerifiableCredential", "BitstringStatusListCredential"], "issuer": "",
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "https://issuer.example/status/3#list", "type": "BitstringStatusList", "statusPurpose": "revocation",
            "encodedList": format!("u{}", encoding::base64url(file)),
        },
        "proof": {
            "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "created": "2026-01-01T00:00:00Z",
            "proofPurpose": "assertionMethod", "@context": ["https://www.w3.org/ns/credentials/v2"],
        },
    });
    let mut bundle: Value = PAGE.trust().clone();
    bundle["statusLists"] = json!([HostileIssuer::prove(&list).expect("a credential")]);
    let expected = inflated(file).filter(|bits| (MIN_LIST..=MAX_LIST).contains(&bits.len()));
    match (TrustBundle::from_json(&bundle.to_string()), expected) {
        (Ok(bundle), Some(bits)) => {
            let record = Record::parse(&VIEW).expect("a view");
            let verdict = Verifier::new(bundle, Page::policy()).verify(&record, Page::now());
            let is_set = bits.get(INDEX / 8).is_some_and(|byte| byte >> (7 - INDEX % 8) & 1 == 1);
            assert_eq!(verdict.trust == Trust::Revoked, is_set, "{}", verdict.trust);
        }
        (Ok(_), None) => panic!("a list is read that another library refuses"),
        (Err(error), Some(_)) => panic!("refused: {error}"),
        (Err(_), None) => {}
    }
});

/// One gzip member and nothing else, by another library. It reads over reserved flags; RFC 1952 §2.3.1.2 forbids that.
fn inflated(file: &[u8]) -> Option<Vec<u8>> {
    if file.get(3).is_none_or(|flags| flags & 0xE0 != 0) {
        return None;
    }
    let mut rest = file;
    let mut bits = Vec::new();
    let mut decoder = flate2::bufread::GzDecoder::new(&mut rest);
    decoder.by_ref().take(MAX_LIST as u64 + 1).read_to_end(&mut bits).ok()?;
    // The end of the member, with its check sum, is read with the last byte and one more.
    (decoder.read(&mut [0]).ok()? == 0).then_some(())?;
    drop(decoder);
    rest.is_empty().then_some(bits)
}
