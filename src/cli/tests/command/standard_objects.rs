//! The standard objects whose field types are built in, by the binary: sealed without a `--types` file, and verified
//! without `--object`, since the ids say whose they are.

use crate::desk::{Desk, of_repository};

/// A record: its object as somebody types it, its id, what can be covered and what cannot.
struct Sample {
    typed: &'static str,
    object: &'static str,
    id: &'static str,
    covered: &'static [(&'static str, &'static str)],
    /// With it, why.
    left_out: &'static [(&'static str, &'static str, &'static str)],
    /// A covered number, written otherwise, and another number.
    number: (&'static str, &'static str, &'static str),
}

const READ_ONLY: &str = "read-only: the platform writes it";
const AUTO_NUMBER: &str = "an auto number: the platform writes it";
const COMPOUND: &str = "made of components: cover those";

const SAMPLES: [Sample; 9] = [
    Sample {
        typed: "order",
        object: "Order",
        id: "801Qx0000000001IAA",
        covered: &[
            ("AccountId", "001Qx0000080nFQIAY"),
            ("EffectiveDate", "2026-11-21"),
            ("IsReductionOrder", "false"),
            ("PoNumber", "PO-17"),
            ("Description", "Two crates"),
            ("BillingLatitude", "59.91"),
            ("ActivatedDate", "2026-11-21T09:00:00.000Z"),
            ("BillingEmailAddress", "orders@bank.example"),
        ],
        left_out: &[
            ("OrderNumber", "00000100", AUTO_NUMBER),
            ("TotalAmount", "84250.5", READ_ONLY),
            ("BillingAddress", "", COMPOUND),
        ],
        number: ("59.91", "5991e-2", "59.92"),
    },
    Sample {
        typed: "OrderItem",
        object: "OrderItem",
        id: "802Qx0000000001IAA",
        covered: &[
            ("OrderId", "801Qx0000000001IAA"),
            ("Product2Id", "01tQx0000000001IAA"),
            ("Quantity", "3.0"),
            ("UnitPrice", "84250.50"),
            ("ServiceDate", "2026-11-21"),
            ("Description", "Crates"),
        ],
        left_out: &[("OrderItemNumber", "0000000017", AUTO_NUMBER), ("TotalPrice", "252751.5", READ_ONLY)],
        number: ("84250.50", "8.42505e4", "84250.51"),
    },
    Sample {
        typed: "PRODUCT2",
        object: "Product2",
        id: "01tQx0000000001IAA",
        covered: &[
            ("Name", "Crate"),
            ("ProductCode", "C-1"),
            ("IsActive", "true"),
            ("Description", "Of wood"),
            ("NumberOfRevenueInstallments", "12"),
            ("ExternalDataSourceId", ""),
        ],
        left_out: &[("IsArchived", "false", READ_ONLY), ("ProductClass", "Simple", READ_ONLY)],
        number: ("12", "12.0", "13"),
    },
    Sample {
        typed: "Campaign",
        object: "Campaign",
        id: "701Qx0000000001IAA",
        covered: &[
            ("Name", "Spring"),
            ("ParentId", "701Qx0000000002IAA"),
            ("BudgetedCost", "1000.00"),
            ("ExpectedResponse", "10.5"),
            ("StartDate", "2026-11-21"),
            ("IsActive", "true"),
        ],
        left_out: &[
            ("NumberOfLeads", "7", READ_ONLY),
            ("AmountAllOpportunities", "9000", READ_ONLY),
            ("HierarchyBudgetedCost", "1000", READ_ONLY),
        ],
        number: ("10.5", "10.50", "10.6"),
    },
    Sample {
        typed: "Task",
        object: "Task",
        id: "00TQx0000000001MAA",
        covered: &[
            ("Subject", "Call"),
            ("WhoId", "003Qx0000080nG1IAI"),
            ("ActivityDate", "2026-11-21"),
            ("IsReminderSet", "false"),
            ("CallDurationInSeconds", "125"),
            ("Description", "About the crates"),
        ],
        left_out: &[("IsClosed", "false", READ_ONLY), ("AccountId", "001Qx0000080nFQIAY", READ_ONLY)],
        number: ("125", "1.25e2", "126"),
    },
    Sample {
        typed: "Asset",
        object: "Asset",
        id: "02iQx0000000001IAA",
        covered: &[
            ("Name", "Crate"),
            ("Product2Id", "01tQx0000000001IAA"),
            ("Price", "99.90"),
            ("Quantity", "1"),
            ("InstallDate", "2026-11-21"),
            ("IsCompetitorProduct", "false"),
        ],
        left_out: &[
            ("ProductCode", "C-1", READ_ONLY),
            ("RootAssetId", "02iQx0000000001IAA", READ_ONLY),
            ("Address", "", COMPOUND),
        ],
        number: ("99.90", "99.9", "99.91"),
    },
    Sample {
        typed: "Quote",
        object: "Quote",
        id: "0Q0Qx0000000001KAA",
        covered: &[
            ("Name", "For crates"),
            ("OpportunityId", "006Qx0000000001IAA"),
            ("Tax", "19.00"),
            ("ExpirationDate", "2026-11-21"),
            ("Email", "buyer@bank.example"),
            ("QuoteToLongitude", "10.75"),
        ],
        left_out: &[
            ("QuoteNumber", "00000001", AUTO_NUMBER),
            ("GrandTotal", "118.9", READ_ONLY),
            ("IsSyncing", "true", READ_ONLY),
            ("QuoteToAddress", "", COMPOUND),
        ],
        number: ("10.75", "1075e-2", "10.76"),
    },
    Sample {
        typed: "uSER",
        object: "User",
        id: "005Qx0000000001IAA",
        covered: &[
            ("LastName", "Atkins"),
            ("Email", "ca.atkins74@example.org"),
            ("ProfileId", "00eQx0000000001IAA"),
            ("IsActive", "true"),
            ("UserPermissionsMarketingUser", "false"),
            ("JigsawImportLimitOverride", "300"),
            ("AboutMe", "Sells crates"),
        ],
        left_out: &[
            ("Name", "Carla Atkins", COMPOUND),
            ("LastLoginDate", "2026-11-21T09:00:00.000Z", READ_ONLY),
            ("UserType", "Standard", READ_ONLY),
        ],
        number: ("300", "300.0", "301"),
    },
    // Person accounts: what is the contact's stands here too.
    Sample {
        typed: "Account",
        object: "Account",
        id: "001Qx0000080nFQIAY",
        covered: &[
            ("LastName", "Atkins"),
            ("PersonEmail", "ca.atkins74@example.org"),
            ("PersonBirthdate", "1974-02-28"),
            ("PersonMailingStreet", "Crate Lane 1"),
            ("PersonMailingLatitude", "59.91"),
            ("PersonHasOptedOutOfEmail", "true"),
            ("PersonReportsToId", "003Qx0000080nG1IAI"),
        ],
        left_out: &[
            ("IsPersonAccount", "true", READ_ONLY),
            ("PersonContactId", "003Qx0000080nG1IAI", READ_ONLY),
            ("PersonMailingAddress", "", COMPOUND),
        ],
        number: ("59.91", "5991e-2", "59.92"),
    },
];

#[test]
fn every_object_seals_with_the_types_that_are_built_in() {
    let desk = Desk::with_key();
    for sample in &SAMPLES {
        let object = sample.object;
        let left_out = sample.left_out.iter().map(|(name, value, _)| (*name, *value));
        let columns: Vec<_> = [("Id", sample.id), ("Kind__c", "made")]
            .into_iter()
            .chain(sample.covered.iter().copied())
            .chain(left_out)
            .collect();
        let line = |cells: fn(&(&'static str, &'static str)) -> &'static str| -> String {
            columns.iter().map(cells).collect::<Vec<_>>().join(",")
        };
        desk.write("in.csv", format!("{}\n{}\n", line(|(name, _)| name), line(|(_, value)| value)));
        let names: Vec<_> = sample.covered.iter().map(|(name, _)| *name).collect();
        let open = names.join(",");
        let seal = |open: &str| {
            let mut args = desk.seal_args("in.csv", "out.csv", &["--open-fields", open, "--skip", "Kind__c"]);
            args[7] = sample.typed;
            desk.run(&args)
        };

        let ended = seal(&open).succeeds();
        let mut listed: Vec<_> = sample.left_out.iter().map(|(name, ..)| *name).collect();
        listed.sort_unstable();
        let ended = ended.says(&format!("Cannot be covered: {}\n", listed.join(", ")));
        assert!(ended.stderr.contains("Sealed: 1 of 1"), "{object}: {}", ended.stderr);

        let (number, same, other) = sample.number;
        let sealed = desk.read("out.csv");
        for (written, trust) in [(number, "verified"), (same, "verified"), (other, "altered")] {
            desk.write("out.csv", sealed.replacen(number, written, 1));
            let verdict: serde_json::Value =
                serde_json::from_str(&desk.verify("out.csv", &["--format", "jsonl"]).stdout).unwrap();
            assert_eq!(verdict["record"]["object"], object);
            assert_eq!(verdict["trust"], trust, "{object}: {written}");
        }

        for (name, _, why) in sample.left_out {
            seal(&format!("{open},{name}")).fails(2, &[name, "cannot be covered by a seal", why]);
        }
    }
}

#[test]
fn the_objects_whose_types_are_built_in_are_documented() {
    let docs = std::fs::read_to_string(of_repository("docs/cli.md")).unwrap();
    let (_, listed) = docs.split_once("Types are built in for the standard fields of ").unwrap();
    let (listed, _) = listed.split_once(", person accounts").unwrap();
    let listed: Vec<_> =
        listed.split([',', ' ', '\n']).filter(|word| !word.is_empty() && *word != "and").collect();
    assert_eq!(listed, touchmark_seal::FieldTypes::standard_objects().collect::<Vec<_>>());
}
