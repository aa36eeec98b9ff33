"""Data Integrity proofs of eddsa-jcs-2022 and chains of them, verified apart from the Rust: written from the profile
(§3, "Approvals") and the Recommendations, on `rfc8785` and `cryptography`."""

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from desk import CONTEXT, base58, from_base58, public_key_of, sha256

MAX_PROOFS = 8


def signed_bytes(document, proof):
    """vc-di-eddsa §3.3.4: hash of the proof's options, then hash of the document."""
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    return sha256(rfc8785.dumps(options)) + sha256(rfc8785.dumps(document))


def prove(document, key, created, **more):
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": created,
        "verificationMethod": key.method,
        "proofPurpose": "assertionMethod",
        "@context": CONTEXT,
        **more,
    }
    return {**proof, "proofValue": "z" + base58(key.private.sign(signed_bytes(document, proof)))}


def previous(proof):
    named = proof.get("previousProof", [])
    return [named] if isinstance(named, str) else named


def covered_by(proof, proofs):
    """The proofs that this one covers, complete, in document order."""
    return [other for other in proofs if other["id"] in previous(proof)]


def holds(credential):
    """Whether every proof of a credential holds, and they form a chain with one root, the issuer's."""
    proofs = credential["proof"]
    bare = {name: value for name, value in credential.items() if name != "proof"}
    if isinstance(proofs, dict):
        return "previousProof" not in proofs and is_signed_by_issuer(bare, proofs)
    ids = [proof.get("id") for proof in proofs]
    roots = [proof for proof in proofs if "previousProof" not in proof]
    if not 1 <= len(proofs) <= MAX_PROOFS or len(set(ids)) < len(ids) or None in ids or len(roots) != 1:
        return False
    if not is_signed_by_issuer(bare, roots[0]):
        return False
    reached = {roots[0]["id"]}
    waiting = [proof for proof in proofs if proof is not roots[0]]
    while waiting:
        ready = [proof for proof in waiting if previous(proof) and set(previous(proof)) <= reached]
        if not ready:
            # A cycle, or a proof that is named and not there.
            return False
        for proof in ready:
            if not is_signed({**bare, "proof": covered_by(proof, proofs)}, proof):
                return False
            reached.add(proof["id"])
            waiting.remove(proof)
    return True


def is_signed_by_issuer(document, proof):
    return proof["verificationMethod"].split("#")[0] == document["issuer"] and is_signed(document, proof)


def is_signed(document, proof):
    if document["@context"] != CONTEXT or proof.get("@context") != CONTEXT:
        return False
    if proof["proofPurpose"] != "assertionMethod":
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key_of(proof["verificationMethod"]))
        key.verify(from_base58(proof["proofValue"][1:]), signed_bytes(document, proof))
    except InvalidSignature:
        return False
    return True
