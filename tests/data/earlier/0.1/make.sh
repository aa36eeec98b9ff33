#!/usr/bin/env bash
# Makes every file of this folder but README.md, expectations.json, make.sh and source/.
#
#   git worktree add ../earlier 61b5153 && (cd ../earlier && cargo build -p touchmark-cli)
#   tests/data/earlier/0.1/make.sh ../earlier/target/debug/touchmark NEW_FOLDER
#
# Keys are made in a temporary folder and thrown away with it, so no second run can add to what the first one sealed.
set -euo pipefail
touchmark=$(realpath "$1")
source=$(realpath "$(dirname "$0")/source")
out=$(realpath -m "$2")
keys=$(mktemp -d)
trap 'rm -rf "$keys"' EXIT
[ ! -e "$out" ] || { echo "$out is there already" >&2; exit 2; }
mkdir "$out"
cd "$out"

org=00DQx000000aBcDMAU
made=2026-11-21T09:00:00Z
sealed=2026-11-21T10:00:00Z
seen=2026-11-21T11:00:00Z
later=2026-11-22T09:00:00Z
expected=(--tenant "$org" --environment sandbox)

tm() { "$touchmark" "$@"; }

# Parties.
tm keygen --out "$keys/issuer.pem" --trust trust.json --name "Example Bank plc" --expires 50y --now $made
tm keygen --role approver --out "$keys/approver.pem" --trust trust.json --name "Data Protection" --now $made
tm keygen --role approver --out "$keys/second.pem" --trust trust.json --name "Audit" \
  --issuer did:web:audit.example --now $made
tm keygen --role log --log log --out "$keys/log.pem" --trust trust.json --name bank.example/crm-seals --now $made
tm keygen --role witness --out "$keys/witness.pem" --trust trust.json --name witness.example/w1 --now $made
tm keygen --role registry --out "$keys/registry.pem" --trust trust.json --name bank.example/registry --now $made
tm keygen --out "$keys/web.pem" --trust trust-web.json --name "Example Bank plc" --issuer did:web:bank.example \
  --expires 50y --now $made
tm trust keygen --out "$keys/publisher.pem" 2>&1 | tee "$keys/publisher.txt"
publisher=$(grep -o 'z6Mk[A-Za-z0-9]*' "$keys/publisher.txt" | head -n 1)

# seal IN OUT KEY OPTIONS…: contacts, with the rules of this folder, for forty years or $span.
seal() {
  local in=$1 to=$2 key=$3
  shift 3
  tm seal "$source/$in" --out "$to" --key "$keys/$key.pem" --object Contact "${expected[@]}" \
    --rules "$source/rules.toml" --valid-for "${span:-40y}" --now $sealed "$@"
}
table=(--open-fields "AccountId,Salutation,FirstName,LastName,Title,HasOptedOutOfEmail,Description"
  --open-fields "Synthetic_Data__c,Provenance_Source__c,Generation_Method__c,Generated_At__c"
  --restricted "Personal=Email,Phone,Birthdate" --restricted "Risk=Confidence_Score__c")
short=(--open-fields "FirstName,LastName,Provenance_Source__c,Generated_At__c" --restricted "Personal=Email")
json=(--open-fields "FirstName,LastName,HasOptedOutOfEmail,Synthetic_Data__c"
  --open-fields "Provenance_Source__c,Generated_At__c" --restricted "Personal=Email,Phone")
plain=(--skip AccountId)

# Every envelope, in every shape that sealing writes.
for envelope in vc jws tlog; do
  case $envelope in
    tlog) key=log how=(--envelope tlog --log log) ;;
    *) key=issuer how=(--envelope $envelope) ;;
  esac
  mkdir $envelope
  seal contacts.csv $envelope/contacts.csv $key "${how[@]}" "${table[@]}" --reference
  seal contacts-semicolon.csv $envelope/contacts-semicolon.csv $key "${how[@]}" "${short[@]}"
  seal contacts-tab.csv $envelope/contacts-tab.csv $key "${how[@]}" "${short[@]}"
  seal contacts-ingest.csv $envelope/contacts-ingest.csv $key "${how[@]}" "${short[@]}" --open-fields Title --ingest
  seal contacts.jsonl $envelope/contacts.jsonl $key "${how[@]}" "${json[@]}" "${plain[@]}"
  seal contacts-array.json $envelope/contacts-array.json $key "${how[@]}" "${json[@]}" "${plain[@]}"
  seal contact.json $envelope/contact.json $key "${how[@]}" "${json[@]}" "${plain[@]}"
  seal contacts-rest.json $envelope/contacts-rest.json $key "${how[@]}" "${json[@]}" --open-fields AccountId --reference
  seal contact-ui-api.json $envelope/contact-ui-api.json $key "${how[@]}" "${json[@]}" --open-fields AccountId
  seal contacts-ui-api.json $envelope/contacts-ui-api.json $key "${how[@]}" "${json[@]}" "${plain[@]}"
  seal contacts-graphql.json $envelope/contacts-graphql.json $key "${how[@]}" "${json[@]}" "${plain[@]}"
  seal contacts-tree.json $envelope/contacts-tree.json $key "${how[@]}" "${json[@]}" "${plain[@]}" --without-record-id
done

# A record that nobody made up.
seal contact-recorded.json vc/recorded.json issuer "${json[@]}"

# Every type of field.
types=(--types "$source/types.toml" --rules "$source/rules-loans.toml" --skip Id,Kind__c)
all=Name,Amount__c,CurrencyIsoCode,Rate__c,Months__c,Factor__c,Start__c,Signed__c,Opens__c,Topics__c
all=$all,Notes__c,Contact__c,Branch_Email__c,Is_Open__c,Home__c,Handle__c
loans() {
  local in=$1 to=$2
  shift 2
  tm seal "$source/$in" --out "$to" --key "$keys/issuer.pem" --object Loan__c "${expected[@]}" "${types[@]}" \
    --open-fields "$all" --now $sealed "$@"
}
loans loans.csv vc/loans.csv --valid-for never
loans loans-rest.json vc/loans-rest.json --open-fields Huge__c --valid-for never

# Somebody else's signatures: a witness, approvers.
tm log cosign log --key "$keys/witness.pem" --seen seen.txt --trust trust.json --now $seen
tm log prove log tlog/contacts.csv --out tlog/contacts-witnessed.csv --trust trust.json
rm log/lock # a running command holds it; it is no part of the log
tm approve vc/contacts.csv --out vc/contacts-approved.csv --key "$keys/approver.pem" --trust trust.json \
  "${expected[@]}" --now $seen
tm approve vc/contacts-approved.csv --out vc/contacts-approved-twice.csv --key "$keys/second.pem" --trust trust.json \
  "${expected[@]}" --now $later

# Sealed anew; the registry names the new seals.
tm seal vc/contacts.csv --out vc/contacts-replaced.csv --key "$keys/issuer.pem" --object Contact "${expected[@]}" \
  --rules "$source/rules.toml" "${table[@]}" --reference --replace --valid-for 40y --now $later
tm registry vc/contacts-replaced.csv --out registry.json --key "$keys/registry.pem" --trust trust.json \
  "${expected[@]}" --valid-for 40y --now $later

# Another issuer, named by a domain; several environments; an end soon.
mkdir web
seal contacts-array.json web/vc.json web "${json[@]}" "${plain[@]}" --environment uat
seal contacts-array.json web/jws.json web --envelope jws "${json[@]}" "${plain[@]}"
span=1m seal contacts-array.json web/month.json web "${json[@]}" "${plain[@]}"

# Claims that sealing took without a word.
tm seal "$source/contacts-array.json" --out vc/loose.json --key "$keys/issuer.pem" --object Contact "${expected[@]}" \
  --rules "$source/rules-loose.toml" "${json[@]}" "${plain[@]}" --valid-for 40y --now $sealed

# Status lists: for good, and for now.
list=https://bank.example/status
seal contacts-array.json vc/listed.json issuer "${json[@]}" "${plain[@]}" --status $list/3#10
seal contacts-array.json vc/suspended.json issuer "${json[@]}" "${plain[@]}" --status $list/4#7 \
  --status-purpose suspension
cp trust.json trust-status.json
tm trust status trust-status.json --key "$keys/issuer.pem" --list $list/3 --add 11 --publish list-3.json \
  --valid-for 40y --now $later
tm trust status trust-status.json --key "$keys/issuer.pem" --list $list/4 --purpose suspension --add 7 \
  --valid-for 40y --now $later

# A signed bundle, and the policies.
tm trust sign trust-status.json --key "$keys/publisher.pem" --out trust-signed.json --now $later
node - "$publisher" "$org" <<'JS'
const { readFileSync, writeFileSync } = require('node:fs');
const [, , publisher, tenant] = process.argv;
const read = (name) => JSON.parse(readFileSync(name, 'utf8'));
const write = (name, value) => writeFileSync(name, JSON.stringify(value, null, 2) + '\n');
const policy = (name, more) =>
  write(name, { policy: 'crm-policy/1', tenant, environment: 'sandbox', ...more });
policy('policy.json', {});
policy('policy-signed.json', { trustBundle: { keys: [publisher], minimumVersion: 2 } });
policy('policy-newer.json', { trustBundle: { minimumVersion: 1000 } });
policy('policy-strict.json', { approvals: 2, requiredFields: ['LastName', 'Email'] });
policy('policy-witness.json', { witnesses: 1 });
policy('policy-production.json', { environment: 'production' });
policy('policy-fields.json', {
  aliases: { isSynthetic: ['Is_Test_Record__c'] },
  fields: { seal: 'Provenance_Seal__c', companions: 'Provenance_Salts_*__c' },
});

// What commands do not write and files may say: a key as JWK, in a window, with a scope; withdrawn keys and seals.
const bundle = read('trust-web.json');
const [key] = bundle.issuers[0].keys;
const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
let number = 0n;
for (const letter of key.publicKeyMultibase.slice(1)) number = number * 58n + BigInt(alphabet.indexOf(letter));
const bytes = Buffer.from(number.toString(16).padStart(68, '0'), 'hex').subarray(2);
const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') };
const id = key.id ?? `${bundle.issuers[0].id}#${key.publicKeyMultibase}`;
bundle.issuers[0].keys = [
  { id, type: 'JsonWebKey', publicKeyJwk: jwk, validFrom: '2026-01-01T00:00:00Z', validUntil: '2060-01-01T00:00:00Z' },
];
bundle.issuers[0].scope = { tenants: [tenant], objects: ['Contact'], environments: ['sandbox', 'uat'], origins: ['synthetic'] };
write('trust-scoped.json', bundle);

const revoked = read('trust.json');
const rows = JSON.parse(readFileSync('vc/contacts-array.json', 'utf8'));
const issuerKey = revoked.issuers[0].keys[0].publicKeyMultibase;
write('trust-revoked-seal.json', {
  ...revoked,
  revocations: [{ seal: JSON.parse(rows[0].Provenance_Seal__c).vc.id }],
});
write('trust-retired.json', {
  ...revoked,
  revocations: [{ key: issuerKey, reason: 'retired', from: '2026-11-21T10:30:00Z' }],
});
write('trust-words.json', {
  ...revoked,
  status: {
    'https://bank.example/status/3#10': 'valid',
    'https://bank.example/status/3#11': 'revoked',
    'https://bank.example/status/4#7': 'valid',
    'https://bank.example/status/4#8': 'revoked',
  },
});
// Compromised after a witness saw the log: what it saw stands, and nothing else does.
write('trust-compromised.json', {
  ...revoked,
  revocations: [{ key: issuerKey, reason: 'compromised', from: '2026-11-21T12:00:00Z' }],
});

// What a viewer sees who may not read the fields of a tier, or may read the fields and not their salts.
const lines = readFileSync('vc/contacts.jsonl', 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
const without = (names) => (row) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
const jsonl = (name, rows) => writeFileSync(name, rows.map((row) => JSON.stringify(row) + '\n').join(''));
const companion = 'Provenance_Salts_Personal__c';
jsonl('vc/view-tier-hidden.jsonl', lines.map(without(['Email', 'Phone', companion])));
jsonl('vc/view-salts-hidden.jsonl', lines.map(without([companion])));
jsonl('vc/view-altered.jsonl', lines.map((row) => ({ ...row, LastName: `${row.LastName}son` })));
jsonl(
  'vc/view-in-capitals.jsonl',
  lines.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name === 'Id' ? name : name.toUpperCase(), value])),
  ),
);
const days = (row) => ({ ...row, Start__c: row.Start__c && `${row.Start__c}T00:00:00.000Z` });
const loans = read('vc/loans-rest.json');
write('vc/view-midnight.json', { ...loans, records: loans.records.map(days) });
// As a file to load: a reference to another record of the load, and a text that looks like one.
const { Id, attributes, Contact__r, ...loan } = loans.records[0];
const load = { attributes: { type: 'Loan__c', referenceId: 'LoanRef1' }, ...loan, Contact__c: '@ContactRef1' };
write('vc/view-tree.json', { records: [load] });
// By a query that did not ask for the seal.
const unasked = lines.map(without(['Provenance_Seal__c', companion]));
jsonl('vc/view-unasked.jsonl', [unasked[0], { ...unasked[1], Synthetic_Data__c: false }]);
// What the platform returns once the load is done.
writeFileSync('vc/view-loaded.csv', readFileSync('vc/contacts-ingest.csv', 'utf8').replace('#N/A', ''));
// Of a recorded contact: one field changed, every field changed, no salt left.
const recorded = read('vc/recorded.json');
const covered = ['FirstName', 'LastName', 'Email', 'Phone', 'Provenance_Source__c'];
write('vc/view-recorded-altered.json', { ...recorded, LastName: 'Other' });
const others = Object.fromEntries(covered.map((name) => [name, 'other']));
const flags = { HasOptedOutOfEmail: true, Synthetic_Data__c: null, Generated_At__c: null };
write('vc/view-recorded-all-altered.json', { ...recorded, ...others, ...flags });
const { salts, ...unsalted } = JSON.parse(recorded.Provenance_Seal__c);
write('vc/view-recorded-without-salts.json', {
  ...without([companion])(recorded),
  Provenance_Seal__c: JSON.stringify({ ...unsalted, salts: {} }),
});
JS
