use touchmark::digest::sha256;
use touchmark::encoding::base64url;
use touchmark::json::Value;
use touchmark::{Timestamp, jcs};

use crate::claims::{Claims, object};
use crate::plan::FieldPlan;
use crate::private_key::PrivateKey;
use crate::proof::{ProofOptions, with_proof};
use crate::random::{Random, uuid_v4};
use crate::statement::{
    RecordToSeal, Scope, ScopeError, SealError, Sealed, Statement, Statements, whole_seconds,
};

/// Seals records of one object for one org, each with a signature of its own.
#[derive(Debug)]
pub struct Sealer {
    statements: Statements,
    key: PrivateKey,
    verification_method: String,
    is_jws: bool,
}

impl Sealer {
    /// Seals with `key`, as Verifiable Credentials with a Data Integrity proof. The issuer is the key's `did:key`, or
    /// another DID whose keys verifiers know from their trust bundle.
    ///
    /// # Errors
    /// [`ScopeError`] for a scope or an issuer that no verifier would accept.
    pub fn new(
        key: PrivateKey,
        issuer: Option<&str>,
        scope: Scope<'_>,
        plan: FieldPlan,
    ) -> Result<Self, ScopeError> {
        let own = key.did_key();
        let issuer = issuer.unwrap_or(&own);
        if issuer.starts_with("did:key:") && issuer != own {
            return Err(ScopeError::IssuerOfAnotherKey);
        }
        let statements = Statements::new(issuer, scope, plan)?;
        let verification_method = key.verification_method(issuer);
        Ok(Self { statements, key, verification_method, is_jws: false })
    }

    /// The same seals as compact JWS.
    #[must_use]
    pub fn as_jws(self) -> Self {
        Self { is_jws: true, ..self }
    }

    /// What is stated, about whom and which fields.
    pub fn statements(&self) -> &Statements {
        &self.statements
    }

    /// Seals one record at `now`, to whole seconds; valid until `until`, or without end.
    ///
    /// # Errors
    /// [`SealError`], which never repeats a value.
    pub fn seal(
        &self,
        record: &RecordToSeal<'_>,
        claims: &Claims,
        now: Timestamp,
        until: Option<Timestamp>,
        random: &mut dyn Random,
    ) -> Result<Sealed, SealError> {
        let statement = self.statements.state(record, claims, now, until, random)?;
        if self.is_jws { self.sign(statement) } else { self.prove(statement, now, random) }
    }

    /// A compact JWS of `vc+jwt` (RFC 7515, RFC 9864, VC-JOSE-COSE).
    fn sign(&self, statement: Statement) -> Result<Sealed, SealError> {
        let header = object(vec![
            ("alg".into(), "Ed25519".into()),
            ("cty".into(), "vc".into()),
            ("kid".into(), self.verification_method.as_str().into()),
            ("typ".into(), "vc+jwt".into()),
        ]);
        let header = base64url(jcs::to_string(&header).as_bytes());
        let signed = format!("{header}.{}", base64url(statement.text().as_bytes()));
        let signature = base64url(&self.key.sign(signed.as_bytes()));
        let jws = Value::from(format!("{signed}.{signature}"));
        statement.seal("jws", &jcs::to_string(&jws))
    }

    /// A Data Integrity proof of cryptosuite `eddsa-jcs-2022` (vc-di-eddsa §3.3). It has an id, so that approvals can
    /// name it.
    fn prove(
        &self,
        statement: Statement,
        now: Timestamp,
        random: &mut dyn Random,
    ) -> Result<Sealed, SealError> {
        let options = ProofOptions {
            id: format!("urn:uuid:{}", uuid_v4(random)?),
            created: whole_seconds(now),
            verification_method: &self.verification_method,
            previous_proof: None,
        };
        let proof = options.sign(&sha256(statement.text().as_bytes()), &self.key);
        let credential = with_proof(statement.text(), proof).map_err(SealError::Unreadable)?;
        statement.seal("vc", &credential)
    }
}
