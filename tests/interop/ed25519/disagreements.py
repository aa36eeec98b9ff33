"""Which edge cases of Ed25519 Python's libraries accept, as the table in docs/ed25519.md has it.

    pip install cryptography==50.0.2 pynacl==1.6.2 pycryptodome==4.4.0
    python tests/interop/ed25519/disagreements.py

Asks whichever of the three is installed.
"""

import json
from importlib.metadata import version
from pathlib import Path

vectors = json.loads((Path(__file__).parent / "vectors.json").read_text())
columns = {"touchmark": [vector["holds"] for vector in vectors]}


def ask(package, verify, detail=""):
    """`verify` raises where the answer is no."""
    answers = []
    for vector in vectors:
        try:
            verify(*(bytes.fromhex(vector[part]) for part in ("key", "message", "signature")))
            answers.append(True)
        except Exception:  # each library has its own
            answers.append(False)
    columns[f"{package} {version(package)}{detail}"] = answers


try:
    from cryptography.hazmat.backends.openssl import backend
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    def verify(key, message, signature):
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)

    ask("cryptography", verify, f" ({backend.openssl_version_text().rsplit(' ', 3)[0]})")
except ImportError:
    pass

try:
    from nacl.signing import VerifyKey

    ask("pynacl", lambda key, message, signature: VerifyKey(key).verify(message, signature))
except ImportError:
    pass

try:
    from Crypto.PublicKey import ECC
    from Crypto.Signature import eddsa

    def verify(key, message, signature):
        eddsa.new(eddsa.import_public_key(key), "rfc8032").verify(message, signature)

    ask("pycryptodome", verify)
except ImportError:
    pass


def cell(answers, name):
    own = [answer for answer, vector in zip(answers, vectors) if vector["class"] == name]
    return {len(own): "yes", 0: "no"}.get(sum(own), f"{sum(own)} of {len(own)}")


print("| accepts |", " | ".join(columns), "|")
print("| --- |", " | ".join("---" for _ in columns), "|")
for name in dict.fromkeys(vector["class"] for vector in vectors):
    print(f"| {name} |", " | ".join(cell(answers, name) for answers in columns.values()), "|")
