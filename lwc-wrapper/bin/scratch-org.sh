#!/bin/sh
# From nothing to a page that shows badges: a scratch org with the package, access to it, whom it trusts, and sealed sample records.
set -eu

usage() {
    cat <<'END'
Usage: bin/scratch-org.sh [--alias NAME] [--dev-hub ORG] [--days N]

Creates a scratch org, deploys this project to it, gives you access, loads sample records and opens the app page.

  --alias NAME    what the org is called [default: touchmark]
  --dev-hub ORG   the Dev Hub that makes it [default: that of the Salesforce CLI]
  --days N        how long it lives, 1 to 30 [default: 7]
  --help          say this

Needs the Salesforce CLI (sf), logged in to a Dev Hub, and this project as a release has it, or built. With the command
touchmark on the PATH the records are sealed, with a key that is made for them and thrown away; without it they are
loaded unsealed.
END
}

fail() {
    printf 'scratch-org.sh: %s\n' "$1" >&2
    exit "${2:-1}"
}

say() {
    printf '\n== %s\n' "$1"
}

alias=touchmark
days=7
hub=
while [ $# -gt 0 ]; do
    case $1 in
        --help | -h)
            usage
            exit 0
            ;;
        --alias | --dev-hub | --days)
            [ -n "${2-}" ] || fail "$1 needs a value; --help says more" 2
            case $1 in
                --alias) alias=$2 ;;
                --dev-hub) hub=$2 ;;
                --days) days=$2 ;;
            esac
            shift 2
            ;;
        *) fail "$1: no such option; --help says which there are" 2 ;;
    esac
done

case $days in
    '' | *[!0-9]*) days=0 ;;
esac
[ "$days" -ge 1 ] && [ "$days" -le 30 ] || fail '--days takes a number from 1 to 30' 2

cd "$(dirname "$0")/.."
command -v sf >/dev/null ||
    fail 'sf is not on the PATH: install the Salesforce CLI, https://developer.salesforce.com/tools/salesforcecli'
source=force-app/main/default
for built in "$source/staticresources/touchmark.js" "$source/permissionsets/Touchmark_Viewer.permissionset-meta.xml"; do
    [ -f "$built" ] || fail "$built is not there: take a release's touchmark-lightning archive, or run \`cargo xtask build\`"
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

say "A scratch org, $alias"
set -- --definition-file config/project-scratch-def.json --alias "$alias" --duration-days "$days" --wait 20
[ -z "$hub" ] || set -- "$@" --target-dev-hub "$hub"
sf org create scratch "$@"

say 'The package'
sf project deploy start --source-dir force-app --target-org "$alias" --wait 60

say 'Access for you'
sf org assign permset --name Touchmark_Viewer --name Touchmark_Personal_Tier --name Touchmark_Sealer \
    --name Touchmark_Administrator --target-org "$alias"

# An org has its ID only now, and seals and policy name it.
# With --json the CLI tells a failure in its answer alone.
answer=$(sf data query --query 'SELECT Id FROM Organization' --target-org "$alias" --json) ||
    fail "the org could not be asked for its ID: $answer"
org=$(printf '%s' "$answer" | tr -d ' \n' | sed -n 's/.*"Id":"\(00D[0-9A-Za-z]\{15\}\)".*/\1/p')
[ -n "$org" ] || fail "the org did not say its ID: see what this answers: sf data query --query 'SELECT Id FROM Organization'"

say "Whom $org trusts"
trust=$work/staticresources/touchmarkTrust
mkdir -p "$work/staticresources"
cp -R "$source/staticresources/touchmarkTrust" "$source/staticresources/touchmarkTrust.resource-meta.xml" "$work/staticresources"
printf '{ "policy": "crm-policy/1", "tenant": "%s", "environment": "sandbox" }\n' "$org" >"$trust/policy.json"
cp -R data "$work/data"
if command -v touchmark >/dev/null; then
    # New each time: the sample lists nobody.
    rm "$trust/trust.json"
    touchmark keygen --out "$work/key.pem" --trust "$trust/trust.json" --name 'Touchmark sample data'
    seal() {
        touchmark seal "data/$1" --out "$work/data/$1" --key "$work/key.pem" --rules data/rules.toml \
            --types data/types.toml --object "$2" --tenant "$org" --environment sandbox --without-record-id --reference \
            --open-fields Synthetic_Data__c,Provenance_Source__c,Generation_Method__c,Creation_Timestamp__c \
            --skip AccountId --open-fields "$3" ${4+--restricted "$4"}
    }
    seal Contacts.json Contact Salutation,FirstName,LastName,Title,MailingCity,HasOptedOutOfEmail \
        Personal=Email,Phone,Birthdate
    seal Opportunities.json Opportunity Name,StageName,Amount,CloseDate
else
    echo 'The command touchmark is not on the PATH: the records stay unsealed, and nobody is trusted.'
fi
sf project deploy start --source-dir "$work/staticresources" --target-org "$alias" --ignore-conflicts --wait 30

say 'Sample records'
sf data import tree --plan "$work/data/data-plan.json" --target-org "$alias"

say 'The app page'
sf org open --path /lightning/n/Touchmark --target-org "$alias"
