//! The findings a verdict can list, each with its place in the profile.

use crate::codes;

codes! {
    /// Why a verdict is what it is. `docs/reasons.md` lists what each means and what to do.
    ReasonCode {
        // Without a seal
        /// The record carries no seal (profile §5).
        NoSeal => "no-seal",
        /// The registry lists this record: it should carry a seal that holds (§5, §7).
        SealExpected => "seal-expected",
        /// This change took the seal, or what says where the record came from (§5).
        ProvenanceStripped => "provenance-stripped",
        /// The view does not show the field of the seal (§2).
        SealNotShown => "seal-not-shown",
        /// An unsigned flag says synthetic (§3).
        DeclaredSynthetic => "declared-synthetic",
        // Container and envelope
        /// The seal is longer than 131,072 UTF-16 units (§6).
        SealTooLong => "seal-too-long",
        /// The seal is not I-JSON (§6, RFC 7493).
        SealNotJson => "seal-not-json",
        /// The seal is JSON, but not a container of §2.
        ContainerMalformed => "container-malformed",
        /// Not exactly one of `vc`, `jws`, `tlog` (§2).
        EnvelopeNotOne => "envelope-not-one",
        /// The envelope lacks a member or has one of the wrong form (§3).
        EnvelopeMalformed => "envelope-malformed",
        /// A profile version other than `crm-seal/1` (§2).
        ProfileUnsupported => "profile-unsupported",
        /// A JWS algorithm or type other than the profile's (§3).
        AlgorithmUnsupported => "algorithm-unsupported",
        /// A proof type or cryptosuite other than `eddsa-jcs-2022` (§1).
        CryptosuiteUnsupported => "cryptosuite-unsupported",
        /// A `did:key` that is not an Ed25519 key (§6).
        KeyTypeUnsupported => "key-type-unsupported",
        // Signature
        /// `@context` is not exactly the profile's list (§3).
        ContextMismatch => "context-mismatch",
        /// The proof's purpose is not `assertionMethod` (§3).
        PurposeMismatch => "purpose-mismatch",
        /// The verification method does not belong to the issuer (§6).
        VerificationMethodMismatch => "verification-method-mismatch",
        /// The proofs do not form a chain: a reference, a cycle, an id, the root or their number (§3).
        ProofChainBroken => "proof-chain-broken",
        /// The inclusion proof does not lead from the statement to the checkpoint (§1).
        InclusionMismatch => "inclusion-mismatch",
        /// The signature does not hold for this text (§6, RFC 8032).
        SignatureInvalid => "signature-invalid",
        // Issuer
        /// The trust bundle does not list the issuer (§7).
        IssuerUnknown => "issuer-unknown",
        /// The trust bundle lists the issuer, but not this key (§7).
        KeyUnknown => "key-unknown",
        /// Sealed outside the time for which the key is listed (§7).
        KeyOutOfWindow => "key-out-of-window",
        /// No log that the trust bundle lists for this issuer signed the checkpoint (§3).
        LogUnknown => "log-unknown",
        /// Fewer witnesses cosigned the checkpoint than the policy asks for (§3).
        WitnessesMissing => "witnesses-missing",
        /// The issuer is not listed for this tenant, object, environment or origin (§7).
        IssuerOutOfScope => "issuer-out-of-scope",
        /// The private half of the key is public knowledge (§7).
        TestKeyRefused => "test-key-refused",
        // Statement
        /// A required member is missing or of the wrong form (§3).
        StatementMalformed => "statement-malformed",
        /// Unknown digest algorithm (§4).
        DigestUnsupported => "digest-unsupported",
        /// Unknown normal form (§4).
        NormUnsupported => "norm-unsupported",
        // Withdrawal
        /// The key was withdrawn (§7).
        KeyRevoked => "key-revoked",
        /// The seal was withdrawn (§7).
        SealRevoked => "seal-revoked",
        /// The status list says withdrawn (§7).
        StatusRevoked => "status-revoked",
        /// The status list is not at hand (§7).
        StatusUnknown => "status-unknown",
        /// The registry names another seal as the current one (§7).
        NewerSealExists => "newer-seal-exists",
        // Binding
        /// Sealed for another object (§5).
        ObjectDiffers => "object-differs",
        /// Sealed for another record uuid (§5).
        UuidDiffers => "uuid-differs",
        /// Sealed for another record id (§5).
        RecordIdDiffers => "record-id-differs",
        /// Sealed for another tenant (§5).
        TenantDiffers => "tenant-differs",
        /// Sealed for another environment (§5).
        EnvironmentDiffers => "environment-differs",
        /// The view and the seal share neither a record id nor a uuid (§5).
        NoIdInCommon => "no-id-in-common",
        // Fields
        /// A covered field changed (§5).
        FieldAltered => "field-altered",
        /// A covered field's value cannot be compared without loss (§5).
        FieldUnreadable => "field-unreadable",
        /// A covered field is not visible here (§5).
        FieldWithheld => "field-withheld",
        /// A covered field is visible, but its salt is missing (§5).
        FieldSaltMissing => "field-salt-missing",
        /// The seal covers no field (§5).
        NothingCovered => "nothing-covered",
        /// The policy requires a field that the seal does not cover (§5).
        RequiredFieldUncovered => "required-field-uncovered",
        /// The policy requires a field that this view does not show (§5).
        RequiredFieldWithheld => "required-field-withheld",
        // Time and approval
        /// Signed for a time that has not come (§6).
        ValidityNotBegun => "validity-not-begun",
        /// Signed for a time that has passed (§6).
        ValidityEnded => "validity-ended",
        /// Fewer approvals than the policy asks for (§3).
        ApprovalsMissing => "approvals-missing",
        // The check itself
        /// The trust bundle has expired (§7).
        TrustBundleExpired => "trust-bundle-expired",
        /// The trust bundle is older than the one last seen, or not signed as the policy asks (§7).
        TrustBundleRefused => "trust-bundle-refused",
        /// The seal registry has expired, or was made for another tenant (§7).
        RegistryUnusable => "registry-unusable",
        /// The record view could not be read.
        RecordUnreadable => "record-unreadable",
        /// The record view has two fields whose names differ in case alone: one field, on the platform (§2).
        FieldNamedTwice => "field-named-twice",
        /// The engine that checks signatures gave no answer.
        EngineUnavailable => "engine-unavailable",
    }
}
