"""joserfc and jwcrypto on the JWS envelope, rfc8785 on canonical form, and an independent verifier of proof chains:
they verify ours, and we verify theirs."""

import json
import math
import random
import struct
import unittest
import uuid

import rfc8785
from joserfc import jws as joserfc_jws
from joserfc.jwk import OKPKey
from jwcrypto import jwk as jwcrypto_jwk
from jwcrypto import jws as jwcrypto_jws

import proof_chain
from desk import CASES, Desk, Key, b64u, from_b64u, minutes_from_now, public_key_of, statement

TIME = minutes_from_now(-1)


class Test(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desk = Desk()
        cls.addClassCleanup(cls.desk.close)

    def trusts(self, verdicts):
        return [verdict["trust"] for verdict in verdicts]


def with_joserfc_sign(header, payload, key):
    return joserfc_jws.serialize_compact(header, payload, OKPKey.import_key(key.jwk()), algorithms=[header["alg"]])


def with_joserfc_verify(jws, jwk, algorithm):
    return joserfc_jws.deserialize_compact(jws, OKPKey.import_key(jwk), algorithms=[algorithm]).payload


def with_jwcrypto_sign(header, payload, key):
    token = jwcrypto_jws.JWS(payload)
    token.allowed_algs = [header["alg"]]
    token.add_signature(jwcrypto_jwk.JWK(**key.jwk()), protected=json.dumps(header))
    return token.serialize(compact=True)


def with_jwcrypto_verify(jws, jwk, algorithm):
    token = jwcrypto_jws.JWS()
    token.allowed_algs = [algorithm]
    token.deserialize(jws, jwcrypto_jwk.JWK(**jwk))
    return token.payload


PEERS = {
    "joserfc": (with_joserfc_sign, with_joserfc_verify),
    "jwcrypto": (with_jwcrypto_sign, with_jwcrypto_verify),
}


class Jws(Test):
    def test_they_verify_ours(self):
        seals = [self.desk.seal("--envelope", "jws")]
        seals += [json.loads(CASES[id]["seal"]) for id in ("jws-Ed25519", "jws-EdDSA")]
        for seal in seals:
            header, payload, signature = seal["jws"].split(".")
            header = json.loads(from_b64u(header))
            self.assertEqual(sorted(header), ["alg", "cty", "kid", "typ"])
            jwk = {"kty": "OKP", "crv": "Ed25519", "x": b64u(public_key_of(header["kid"]))}
            for name, (_, verify) in PEERS.items():
                with self.subTest(peer=name, algorithm=header["alg"]):
                    self.assertEqual(verify(seal["jws"], jwk, header["alg"]), from_b64u(payload))
                    changed = json.loads(from_b64u(payload))
                    changed["validUntil"] = "2099-01-01T00:00:00Z"
                    forged = ".".join([seal["jws"].split(".")[0], b64u(rfc8785.dumps(changed)), signature])
                    with self.assertRaises(Exception):
                        verify(forged, jwk, header["alg"])

    def test_we_verify_theirs(self):
        for name, (sign, _) in PEERS.items():
            for algorithm in ("Ed25519", "EdDSA"):
                with self.subTest(peer=name, algorithm=algorithm):
                    key = Key()
                    credential, salts = statement(key.did)
                    header = {"alg": algorithm, "typ": "vc+jwt", "cty": "vc", "kid": key.method}
                    # Their own layout of the payload: nothing has to be canonical here.
                    token = sign(header, json.dumps(credential, indent=1).encode(), key)
                    changed = flipped(token)
                    seals = [{"seal": "crm-seal/1", "jws": text, "salts": salts} for text in (token, changed)]
                    self.assertEqual(self.trusts(self.desk.verify(seals, [key.did])), ["verified", "invalid"])


def flipped(token):
    head, signature = token.rsplit(".", 1)
    data = bytearray(from_b64u(signature))
    data[7] ^= 1
    return f"{head}.{b64u(data)}"


class CanonicalForm(Test):
    """A seal whose statement `rfc8785` canonicalised holds only if our canonical bytes are the same. Numbers of a seal are
    integers: what is none is refused before a signature is asked about, so that its bytes are nobody's to agree on."""

    def outcomes(self, values, canonicalise=rfc8785.dumps):
        key = Key()
        seals = []
        for value in values:
            credential, salts = statement(key.did, corpus=value)
            options = {
                "type": "DataIntegrityProof",
                "cryptosuite": "eddsa-jcs-2022",
                "created": TIME,
                "verificationMethod": key.method,
                "proofPurpose": "assertionMethod",
                "@context": credential["@context"],
            }
            hashed = proof_chain.sha256(rfc8785.dumps(options)) + proof_chain.sha256(canonicalise(credential))
            proof = {**options, "proofValue": "z" + proof_chain.base58(key.private.sign(hashed))}
            # Written in Python's own way, which for many numbers is not the canonical one.
            seals.append({"seal": "crm-seal/1", "vc": {**credential, "proof": proof}, "salts": salts})
        return [
            (verdict["trust"], verdict["reasons"][0]["code"] if verdict["reasons"] else None)
            for verdict in self.desk.verify(seals, [key.did])
        ]

    def test_numbers(self):
        random.seed(8785)
        most = 2**53 - 1
        integers = [0, 1, -1, most, -most]
        for exponent in range(1, 53):
            integers += [2**exponent, 1 - 2**exponent, random.randrange(-most, most)]
        for exponent in range(1, 16):
            integers += [10**exponent, -(10**exponent), 10**exponent - 1]
        parts = [integers[at : at + 60] for at in range(0, len(integers), 60)]
        for part, outcome in zip(parts, self.outcomes(parts)):
            self.assertEqual(outcome, ("verified", None), part)

    def test_numbers_that_are_no_integers(self):
        # One by one, for each alone is refused.
        numbers = [number for number in edge_numbers() if not number.is_integer() or abs(number) >= 2**53]
        self.assertGreater(len(numbers), 1_000)
        for number, (trust, reason) in zip(numbers, self.outcomes(numbers)):
            # Beyond what a reader of I-JSON takes for a number it is no JSON at all.
            self.assertEqual(trust, "malformed", number)
            self.assertIn(reason, ("container-malformed", "seal-not-json"), number)

    def test_texts_and_names(self):
        random.seed(8785)
        point = lambda: chr(
            random.choice(
                [
                    random.randrange(0x20),
                    random.randrange(0x20, 0x7F),
                    random.randrange(0x7F, 0xD800),
                    random.randrange(0xE000, 0xFDD0),
                    random.randrange(0x10000, 0x1FFFE),
                ]
            )
        )
        text = lambda length: "".join(point() for _ in range(length))
        values = [{text(random.randrange(4)): text(8) for _ in range(40)} for _ in range(25)]
        values.append({chr(code): code for code in [*range(0x100), 0xFB33, 0xE000, 0x1F600, 0x10000, 0xFFFD]})
        for value, outcome in zip(values, self.outcomes(values)):
            self.assertEqual(outcome, ("verified", None), value)

    def test_other_bytes_do_not_hold(self):
        loose = lambda value: json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
        self.assertEqual(self.outcomes(["é"], canonicalise=loose), [("invalid", "signature-invalid")])


def edge_numbers():
    """Doubles around every power of ten and of two, the ends of the range, and any bits at all."""
    yield from [5e-324, 2.225073858507201e-308, 2.2250738585072014e-308, 1.7976931348623157e308, 0.1, 1 / 3, -0.0]
    for exponent in range(-323, 309):
        power = float(f"1e{exponent}")
        yield from [power, math.nextafter(power, 0), math.nextafter(power, math.inf)]
    random.seed(8785)
    for _ in range(600):
        value = struct.unpack("<d", random.randbytes(8))[0]
        if math.isfinite(value):
            yield value


class ProofChains(Test):
    def test_the_cases(self):
        chains = {
            id: case
            for id, case in CASES.items()
            if '"previousProof"' in (case["seal"] or "") and '"vc"' in case["seal"]
        }
        self.assertGreaterEqual(len(chains), 4)
        for id, case in chains.items():
            with self.subTest(case=id):
                expected = case["expect"]["verdict"] != "invalid"
                self.assertEqual(proof_chain.holds(json.loads(case["seal"])["vc"]), expected)

    def test_ours_and_theirs(self):
        """Every shape of chain gets the same answer here and there."""
        issuer, first, second = Key(), Key(), Key()
        credential, salts = statement(issuer.did)
        shapes = list(chains(credential, issuer, first, second))
        seals = [
            {"seal": "crm-seal/1", "vc": {**credential, "proof": proofs}, "salts": salts}
            for _, proofs, _ in shapes
        ]
        verdicts = self.desk.verify(seals, [issuer.did], [first.did, second.did])
        self.assertEqual(len(verdicts), len(shapes))
        for (shape, proofs, expected), verdict in zip(shapes, verdicts):
            with self.subTest(shape=shape):
                self.assertEqual(proof_chain.holds({**credential, "proof": proofs}), expected)
                self.assertIn(verdict["trust"], ["verified"] if expected else ["invalid", "malformed"])


def chains(credential, issuer, first, second):
    """Name, proofs, and whether they hold."""
    new_id = lambda: f"urn:uuid:{uuid.uuid4()}"

    def proof(key, *covered, **more):
        document = {**credential, "proof": list(covered)} if covered else credential
        named = {"previousProof": [one["id"] for one in covered]} if covered else {}
        return proof_chain.prove(document, key, TIME, **{"id": new_id(), **named, **more})

    root = proof(issuer)
    one = proof(first, root)
    two = proof(second, root)
    yield "one approval", [root, one], True
    yield "two side by side", [root, one, two], True
    yield "the root stands last", [one, root], True
    yield "an approval of an approval", [root, one, proof(second, one)], True
    yield "of both, in document order", [root, one, proof(second, root, one)], True
    yield "named as a text", [root, proof(first, root, previousProof=root["id"])], True
    yield "eight proofs", [root, *[proof(first, root) for _ in range(7)]], True

    yield "nine proofs", [root, *[proof(first, root) for _ in range(8)]], False
    yield "covered in another order", [root, one, proof(second, one, root)], False
    yield "two roots", [root, proof(issuer), one], False
    yield "an approval without its root", [one], False
    yield "the covered proof is gone", [root, proof(second, one)], False
    yield "a repeated id", [root, proof(first, root, id=root["id"])], False
    yield "covers a changed root", [root, proof(first, {**root, "created": "2026-01-01T00:00:00Z"})], False
    yield "names itself", [root, proof(first, {**one, "id": one["id"]}, id=one["id"])], False
    a, b = new_id(), new_id()
    yield (
        "a circle",
        [root, proof(first, root, id=a, previousProof=[b]), proof(second, root, id=b, previousProof=[a])],
        False,
    )
    yield "names nothing", [root, proof(first, root, previousProof=[])], False
    yield "signed by another key", [root, {**one, "verificationMethod": second.method}], False
    yield "the root is not the issuer's", [proof(first), proof(second, root)], False


if __name__ == "__main__":
    unittest.main()
