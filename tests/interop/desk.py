"""The `touchmark` command at work in a folder of its own, and what every test here shows it: one contact of a sandbox.

TOUCHMARK names the command; `cargo xtask test --only interop` sets it.
"""

import base64
import hashlib
import json
import os
import secrets
import subprocess
import tempfile
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

TENANT = "00DQx000000aBcDMAU"
CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://www.w3.org/ns/credentials/undefined-terms/v2",
]
CONTACT = {
    "attributes": {"type": "Contact"},
    "Id": "003Qx0000080nG1IAI",
    "FirstName": "Zoë",
    "LastName": "O’Neill-Šmith “\\” \u0001 😀 \ufb33",
    "Email": "zoe.synthetic@example.org",
    "Title": None,
}
FIELDS = ["FirstName", "LastName", "Email", "Title"]
CASES = {
    case["id"]: case
    for case in json.loads((Path(__file__).parent / "../data/seal-cases.json").read_text("utf-8"))["cases"]
}
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def minutes_from_now(minutes):
    """A time as statements have it: whole seconds, in UTC."""
    time = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(minutes=minutes)
    return time.isoformat().replace("+00:00", "Z")


def b64u(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_b64u(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sha256(data):
    return hashlib.sha256(data).digest()


def base58(data):
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def from_base58(text):
    number = 0
    for symbol in text:
        number = number * 58 + BASE58.index(symbol)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


class Key:
    """An Ed25519 key and the did:key that it is."""

    def __init__(self):
        self.private = Ed25519PrivateKey.generate()
        self.public = self.private.public_key().public_bytes_raw()
        self.multikey = "z" + base58(b"\xed\x01" + self.public)
        self.did = f"did:key:{self.multikey}"
        self.method = f"{self.did}#{self.multikey}"

    def jwk(self, private=True):
        jwk = {"kty": "OKP", "crv": "Ed25519", "x": b64u(self.public)}
        return {**jwk, "d": b64u(self.private.private_bytes_raw())} if private else jwk


def public_key_of(method):
    """The raw public key that a verification method of a did:key names."""
    data = from_base58(method.split("#")[1][1:])
    assert data[:2] == b"\xed\x01" and len(data) == 34
    return data[2:]


class Desk:
    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="touchmark-interop-")
        self.touchmark(
            *["keygen", "--name", "Example Bank plc"],
            *["--out", self.path("key.pem"), "--trust", self.path("trust.json")],
        )

    def close(self):
        self.folder.cleanup()

    def path(self, name):
        return str(Path(self.folder.name) / name)

    def write(self, name, value):
        Path(self.path(name)).write_text(json.dumps(value), "utf-8")
        return self.path(name)

    def touchmark(self, *parameters):
        program = os.environ.get("TOUCHMARK")
        if not program:
            raise RuntimeError("TOUCHMARK names no program: run `cargo xtask test --only interop`")
        done = subprocess.run([program, *parameters], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)

    def seal(self, *options):
        """The text in the seal field of the contact, sealed by the command."""
        Path(self.path("rules.toml")).write_text(
            "[[rule]]\nname = 'synthetic'\nwhen = {}\n[rule.claims]\nisSynthetic = true\n"
            "generationMethod = 'machine-generated-mlops-synthetic'\nprovenanceSource = 'urn:example:interop'\n"
        )
        plain = self.write("plain.json", [{**CONTACT, "Provenance_Id__c": None, "Provenance_Seal__c": None}])
        self.touchmark(
            *["seal", plain, "--out", self.path("sealed.json"), "--key", self.path("key.pem")],
            *["--rules", self.path("rules.toml"), "--object", "Contact", "--tenant", TENANT],
            *["--environment", "sandbox", "--open-fields", ",".join(FIELDS), *options],
        )
        sealed = json.loads(Path(self.path("sealed.json")).read_text("utf-8"))
        return json.loads(sealed[0]["Provenance_Seal__c"])

    def verify(self, seals, issuers, approvers=()):
        """The command's verdicts on the contact with each of these seals (objects or texts)."""
        entity = lambda did: {"id": did, "keys": [{"publicKeyMultibase": did.removeprefix("did:key:")}]}
        trust = {
            "trustBundle": "crm-trust/1",
            "version": 1,
            "issued": minutes_from_now(-60 * 24),
            "expires": minutes_from_now(60 * 24),
            "issuers": [entity(did) for did in issuers],
            "approvers": [entity(did) for did in approvers],
        }
        text = lambda seal: seal if isinstance(seal, str) else json.dumps(seal)
        records = [{**CONTACT, "Provenance_Seal__c": text(seal)} for seal in seals]
        policy = {
            "policy": "crm-policy/1",
            "tenant": TENANT,
            "environment": "sandbox",
            "approvals": 1 if approvers else 0,
        }
        done = subprocess.run(
            [
                *[os.environ["TOUCHMARK"], "verify", self.write("sealed.json", records), "--format", "json"],
                *["--trust", self.write("trust.json", trust), "--policy", self.write("policy.json", policy)],
            ],
            capture_output=True,
            text=True,
        )
        # The exit code says the same as the verdicts; nothing on the standard output is an error.
        if not done.stdout:
            raise RuntimeError(done.stderr)
        return json.loads(done.stdout)


def statement(issuer, **claims):
    """A statement of profile §3 on the contact, and the salts of its digests, made without any code of this project."""
    made = minutes_from_now(-1)
    salts = {name: b64u(secrets.token_bytes(16)) for name in FIELDS}
    digest = lambda name: b64u(sha256(b64u(rfc8785.dumps([salts[name], name, CONTACT[name]])).encode()))
    credential = {
        "@context": CONTEXT,
        "id": f"urn:uuid:{uuid.uuid4()}",
        "type": ["VerifiableCredential", "CrmRecordProvenance"],
        "issuer": issuer,
        "validFrom": made,
        "validUntil": minutes_from_now(60 * 24),
        "credentialSubject": {
            "id": f"urn:uuid:{uuid.uuid4()}",
            "type": "CrmRecord",
            "system": "salesforce",
            "tenant": b64u(sha256(TENANT.encode())),
            "object": "Contact",
            "recordId": CONTACT["Id"],
            "environment": ["sandbox"],
            "provenance": {
                "isSynthetic": True,
                "generationMethod": "machine-generated-mlops-synthetic",
                "provenanceSource": "urn:example:interop",
                "created": made,
                **claims,
            },
            "fieldDigests": {
                "alg": "sd-jwt+jcs+sha-256",
                "norm": "crm-norm-1",
                "types": {"Email": "email"},
                "values": {name: digest(name) for name in FIELDS},
            },
        },
    }
    return credential, salts
