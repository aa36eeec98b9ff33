"""What `touchmark approve` signs, held to the verifier of proof chains that shares no code with it."""

import json
import unittest
from pathlib import Path

import proof_chain
from desk import TENANT, Desk


class Approvals(unittest.TestCase):
    def setUp(self):
        self.desk = Desk()
        self.addCleanup(self.desk.close)
        self.desk.seal()

    def approve(self, name):
        """The credential in the contact's seal after one more party has approved it."""
        path = self.desk.path
        self.desk.touchmark(
            *["keygen", "--role", "approver", "--out", path(f"{name}.pem")],
            *["--trust", path("trust.json"), "--name", name],
        )
        self.desk.touchmark(
            *["approve", path("sealed.json"), "--out", path("sealed.json"), "--key", path(f"{name}.pem")],
            *["--trust", path("trust.json"), "--tenant", TENANT, "--environment", "sandbox"],
        )
        records = json.loads(Path(path("sealed.json")).read_text("utf-8"))
        return json.loads(records[0]["Provenance_Seal__c"])["vc"]

    def test_every_approval_holds(self):
        for count in range(1, 8):
            credential = self.approve(f"approver-{count}")
            with self.subTest(approvals=count):
                self.assertEqual(len(credential["proof"]), 1 + count)
                self.assertTrue(proof_chain.holds(credential))

    def test_nothing_that_was_approved_can_change(self):
        credential = self.approve("one")
        root, approval = credential["proof"]
        changed = [
            {**credential, "validFrom": "2026-01-01T00:00:00Z"},
            {**credential, "proof": [{**root, "created": "2026-01-01T00:00:00Z"}, approval]},
            {**credential, "proof": [root, {**approval, "created": "2026-01-01T00:00:00Z"}]},
            {**credential, "proof": [approval]},
        ]
        for other in changed:
            self.assertFalse(proof_chain.holds(other))
        # The issuer's proof stands alone, as it did before.
        self.assertTrue(proof_chain.holds({**credential, "proof": root}))


if __name__ == "__main__":
    unittest.main()
