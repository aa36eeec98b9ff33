use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::desk::{Desk, Ended};

fn fields(desk: &Desk, objects: &str, more: &[&str]) -> Ended {
    desk.run(&[&["salesforce", "fields", "--objects", objects, "--out", "app"], more].concat())
}

fn soql(more: &[&str]) -> Ended {
    Desk::new().run(&[&["salesforce", "soql"], more].concat())
}

/// Every file below a folder, with its text.
fn files(folder: &Path) -> BTreeMap<String, String> {
    fn walk(folder: &Path, under: &str, found: &mut BTreeMap<String, String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{under}{}", entry.file_name().into_string().unwrap());
            if entry.file_type().unwrap().is_dir() {
                walk(&entry.path(), &format!("{name}/"), found);
            } else {
                found.insert(name, std::fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, "", &mut found);
    found
}

fn listed(answer: &Value, list: &str) -> Vec<String> {
    serde_json::from_value(answer[list].clone()).unwrap()
}

#[test]
fn the_source_of_an_object_is_written_whole_and_listed() {
    let desk = Desk::new();
    let ended = fields(&desk, "Contact", &["--format", "json"]).succeeds();
    let answer: Value = serde_json::from_str(&ended.stdout).unwrap();
    let written = files(&desk.path("app"));
    assert_eq!(listed(&answer, "written"), written.keys().cloned().collect::<Vec<_>>());
    assert_eq!(listed(&answer, "unchanged"), [""; 0]);
    for expected in [
        "customPermissions/Touchmark_Replace_Seals.customPermission-meta.xml",
        "objects/Contact/Contact.object-meta.xml",
        "objects/Contact/fields/Declared_Origin__c.field-meta.xml",
        "objects/Contact/fields/Provenance_Salts_Personal__c.field-meta.xml",
        "objects/Contact/listViews/Touchmark_Declared_Synthetic.listView-meta.xml",
        "objects/Contact/validationRules/Touchmark_Keep_Synthetic_Flag.validationRule-meta.xml",
        "permissionsets/Touchmark_Personal_Tier.permissionset-meta.xml",
        "reportTypes/Touchmark_Contact.reportType-meta.xml",
        "triggers/TouchmarkContactSeal.trigger",
        "triggers/TouchmarkContactSeal.trigger-meta.xml",
    ] {
        assert!(written.contains_key(expected), "no {expected}");
    }
    assert_eq!(desk.names(), ["app"]);
}

#[test]
fn the_same_again_changes_nothing() {
    let desk = Desk::new();
    fields(&desk, "Lead,Loan__c", &["--tier", "Personal,Credit"])
        .succeeds()
        .says("Loan__c: have its own definition say");
    let first = files(&desk.path("app"));
    let ended = fields(&desk, "Loan__c,Lead,Lead", &["--tier", "Credit,Personal", "--format", "json"]);
    let answer: Value = serde_json::from_str(&ended.succeeds().stdout).unwrap();
    assert_eq!(listed(&answer, "written"), [""; 0]);
    assert_eq!(listed(&answer, "unchanged").len(), first.len());
    assert_eq!(files(&desk.path("app")), first);
}

#[test]
fn the_rule_that_asks_people_is_on_for_who_says_so() {
    let desk = Desk::new();
    let rule = |object: &str, name: &str| {
        desk.read(&format!("app/objects/{object}/validationRules/Touchmark_{name}.validationRule-meta.xml"))
    };
    fields(&desk, "Lead,Loan__c", &[]).succeeds();
    assert!(rule("Lead", "Complete_Declaration").contains("<active>false</active>"));
    assert!(rule("Lead", "Keep_Synthetic_Flag").contains("<active>true</active>"));
    // What an administrator turned on is not turned off unseen.
    let on = ["--validation", "active"];
    fields(&desk, "Lead,Loan__c", &on)
        .fails(2, &["exist with other content", "Lead/validationRules/Touchmark_Complete_Declaration"]);
    fields(&desk, "Lead,Loan__c", &[&on[..], &["--force"]].concat()).succeeds().says("Written: 2;");
    for object in ["Lead", "Loan__c"] {
        assert!(rule(object, "Complete_Declaration").contains("<active>true</active>"));
    }
    fields(&desk, "Lead,Loan__c", &on).succeeds().says("Written: 0;");
}

#[test]
fn a_custom_object_keeps_its_own_definition() {
    let desk = Desk::new();
    fields(&desk, "acme__Loan_File__c", &[]).succeeds();
    let written = files(&desk.path("app"));
    assert!(!written.keys().any(|path| path.ends_with(".object-meta.xml")));
    let trigger = &written["triggers/Touchmarkacme_Loan_FileSeal.trigger"];
    assert!(
        trigger.contains(" on acme__Loan_File__c(before insert, before update, after update)"),
        "{trigger}"
    );
    assert!(
        written["reportTypes/Touchmark_acme_Loan_File.reportType-meta.xml"].contains("Declared: Loan File")
    );
}

#[test]
fn a_converted_lead_keeps_what_it_declares_and_nothing_of_its_seal() {
    let mapping = ["--lead-conversion", "leads"];
    let path = "LeadConvertSettings/LeadConvertSettings.LeadConvertSetting-meta.xml";
    for (objects, targets) in
        [("Lead,Contact", vec!["Contact"]), ("Opportunity,Lead,Account,Case", vec!["Account", "Opportunity"])]
    {
        let desk = Desk::new();
        let ended = fields(&desk, objects, &[&mapping[..], &["--format", "json"]].concat())
            .succeeds()
            .says("leads: replaces the org's own mapping");
        let answer: Value = serde_json::from_str(&ended.stdout).unwrap();
        assert!(listed(&answer, "written").iter().any(|name| name.ends_with(path)));
        let written = files(&desk.path("leads"));
        assert_eq!(written.keys().collect::<Vec<_>>(), [path]);
        let text = &written[path];
        let of = |element: &str| {
            let (open, close) = (format!("<{element}>"), format!("</{element}>"));
            text.split(&open).skip(1).map(|rest| rest.split(&close).next().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(of("outputObject"), targets);
        assert_eq!(of("inputObject"), vec!["Lead"; targets.len()]);
        let declared = [
            "Algorithm_Version__c",
            "Confidence_Score__c",
            "Creation_Timestamp__c",
            "Generation_Method__c",
            "Intended_Purpose__c",
            "Provenance_Source__c",
            "Responsible_Entity__c",
            "Retain_Until__c",
            "Synthetic_Data__c",
        ];
        assert_eq!(of("inputField"), declared.repeat(targets.len()));
        assert_eq!(of("outputField"), of("inputField"));
    }
    for objects in ["Contact,Account", "Lead", "Lead,Case,Loan__c"] {
        let desk = Desk::new();
        fields(&desk, objects, &mapping).fails(2, &["--lead-conversion", "name Lead and one of Account"]);
        assert_eq!(desk.names(), [""; 0]);
    }
    // Unless it is asked for, nothing is mapped: an org has one mapping, and this would be it.
    let desk = Desk::new();
    fields(&desk, "Lead,Contact", &[]).succeeds();
    assert!(!files(&desk.path("app")).keys().any(|path| path.contains("LeadConvert")));
}

#[test]
fn the_viewer_alone_is_given_what_pages_ask_for() {
    let desk = Desk::new();
    fields(&desk, "Contact", &[]).succeeds();
    for name in ["Touchmark_Personal_Tier", "Touchmark_Sealer", "Touchmark_Viewer"] {
        let set = desk.read(&format!("app/permissionsets/{name}.permissionset-meta.xml"));
        for class in ["TouchmarkGuard", "TouchmarkHistory", "TouchmarkTrust"] {
            let holds = set.contains(&format!("<apexClass>{class}<"));
            assert_eq!(holds, name == "Touchmark_Viewer", "{class}, {name}");
        }
    }
}

#[test]
fn salts_are_for_their_tier_and_the_sealer_alone() {
    let desk = Desk::new();
    fields(&desk, "Case,Contact", &["--tier", "Personal,Credit"]).succeeds();
    let written = files(&desk.path("app/permissionsets"));
    let holders = |field: &str| {
        let holds =
            |text: &str| ["Case", "Contact"].iter().all(|of| text.contains(&format!("{of}.{field}<")));
        let names =
            written.iter().filter(|(_, text)| holds(text)).map(|(name, _)| name.split('.').next().unwrap());
        names.collect::<Vec<_>>()
    };
    assert_eq!(holders("Provenance_Salts_Credit__c"), ["Touchmark_Credit_Tier", "Touchmark_Sealer"]);
    assert_eq!(holders("Provenance_Salts_Personal__c"), ["Touchmark_Personal_Tier", "Touchmark_Sealer"]);
    assert_eq!(holders("Provenance_Seal__c"), ["Touchmark_Sealer", "Touchmark_Viewer"]);
    let replacers = written.iter().filter(|(_, text)| text.contains("<name>Touchmark_Replace_Seals</name>"));
    assert_eq!(replacers.count(), 1);
}

#[test]
fn what_is_there_is_replaced_by_force_alone_and_named() {
    let desk = Desk::new();
    fields(&desk, "Contact", &[]).succeeds();
    let before = files(&desk.path("app"));
    let [one, two] = [
        "app/triggers/TouchmarkContactSeal.trigger",
        "app/permissionsets/Touchmark_Viewer.permissionset-meta.xml",
    ];
    desk.write(one, "mine");
    desk.write(two, "mine");
    fields(&desk, "Contact,Lead", &[]).fails(2, &[one, two, "exist with other content", "--force"]);
    assert_eq!(desk.read(one), "mine");
    assert_eq!(files(&desk.path("app")).len(), before.len(), "nothing of Lead is written");
    fields(&desk, "Contact", &["--force"]).succeeds().says("Written: 2;");
    assert_eq!(files(&desk.path("app")), before);
}

#[test]
fn an_object_s_own_settings_are_never_replaced() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path("app/objects/Contact")).unwrap();
    let path = "app/objects/Contact/Contact.object-meta.xml";
    let own = "<CustomObject><enableFeeds>true</enableFeeds></CustomObject>";
    desk.write(path, own);
    fields(&desk, "Contact", &["--force"])
        .fails(2, &[path, "add <enableHistory>true</enableHistory>", "left to you"]);
    assert_eq!(files(&desk.path("app")).len(), 1);
    let own = own.replace("</CustomObject>", "<enableHistory>true</enableHistory></CustomObject>");
    desk.write(path, &own);
    fields(&desk, "Contact", &[]).succeeds();
    assert_eq!(desk.read(path), own);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_filled_leaves_nothing_behind() {
    let desk = Desk::new();
    desk.write("app", "a file");
    fields(&desk, "Contact", &[]).fails(3, &["app/"]);
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path("app/triggers/TouchmarkContactSeal.trigger")).unwrap();
    fields(&desk, "Contact", &["--force"]).fails(3, &["TouchmarkContactSeal.trigger is no plain file"]);
    assert_eq!(files(&desk.path("app")).len(), 0);
    let desk = Desk::new();
    desk.write("objects", "a file");
    desk.run(&["salesforce", "fields", "--objects", "Contact", "--out", "."]).fails(3, &["objects"]);
    assert_eq!(desk.names(), ["objects"]);
}

#[test]
fn names_that_are_no_object_s_are_refused() {
    for (name, said) in [
        ("contact", "did you mean Contact?"),
        ("Opportunities", "must be one of Account, Case, Contact, Lead, Opportunity"),
        ("Acount", "did you mean Account?"),
        ("Task", "must be one of Account, Case"),
        ("User", "or the API name of a custom object, as in Loan__c"),
        ("Loan__mdt", "a record of an object in __mdt cannot be sealed"),
        ("Loan__e", "a record of an object in __e cannot be sealed"),
        ("1Loan__c", "copy it from the Object Manager"),
        ("Loan___c", "copy it from the Object Manager"),
        ("a__b__Loan__c", "copy it from the Object Manager"),
        ("../Loan__c", "copy it from the Object Manager"),
        ("Loan'__c", "copy it from the Object Manager"),
    ] {
        let desk = Desk::new();
        fields(&desk, name, &[]).fails(2, &["--objects", name, said]);
        assert_eq!(desk.names(), [""; 0]);
        soql(&["--objects", name]).fails(2, &["--objects", name, said]);
    }
    let desk = Desk::new();
    fields(&desk, "a__Loan__c,a_Loan__c", &[]).fails(2, &["would share", "leave one of them out"]);
    fields(&desk, "Loan__c,loan__c", &[]).fails(2, &["would share", "leave one of them out"]);
    fields(&desk, "Lead", &["--tier", "Personal", "--tier", "personal"])
        .fails(2, &["--tier", "would share objects/Lead/fields/Provenance_Salts_"]);
    fields(&desk, "Lead", &["--tier", "no spaces"]).fails(2, &["--tier", "cannot name a tier"]);
    assert_eq!(desk.names(), [""; 0]);
}

#[test]
fn nothing_that_is_written_says_that_a_seal_was_verified() {
    let desk = Desk::new();
    fields(&desk, "Account,Case,Contact,Lead,Opportunity,Loan__c", &[]).succeeds();
    for (path, text) in files(&desk.path("app")) {
        // The one place says that the seal is what can be.
        let text = text.replace("The seal is what can be verified", "");
        for word in ["verified", "Verified", "ompliant", "authentic", "genuine"] {
            assert!(!text.contains(word), "{path} says {word}");
        }
    }
    let formula = desk.read("app/objects/Case/fields/Declared_Origin__c.field-meta.xml");
    assert!(!formula.contains("Provenance_Seal__c") && !formula.contains("trackHistory"), "{formula}");
    assert!(formula.contains("not checked here"));
}

#[test]
fn every_query_is_explained_and_filled() {
    let ended = soql(&["--objects", "Opportunity,Loan__c", "--days", "7", "--format", "json"]).succeeds();
    let queries: Vec<Value> = serde_json::from_str(&ended.stdout).unwrap();
    let of = |name: &str, object: &str| {
        let found = queries.iter().find(|query| query["name"] == name && query["object"] == object);
        found.unwrap_or_else(|| panic!("no {name} of {object}"))["query"].as_str().unwrap().to_owned()
    };
    for query in &queries {
        let text = |member: &str| query[member].as_str().unwrap();
        assert!(text("answers").len() > 10 && text("limits").len() > 10, "{query}");
        assert!(text("query").starts_with("SELECT ") && !text("query").contains(['{', '}', '\n']), "{query}");
        let filters = text("query").split_once(" WHERE ").map_or("", |(_, filters)| filters);
        assert!(
            !filters.contains("Provenance_Seal__c ") && !filters.contains("Salts_Personal__c ="),
            "{query}"
        );
    }
    assert!(of("flags-removed", "Opportunity").contains("SELECT OpportunityId, Field"));
    assert!(of("flags-removed", "Opportunity").contains("FROM OpportunityFieldHistory"));
    assert!(of("flags-removed", "Loan__c").contains("FROM Loan__History"));
    assert!(of("synthetic-recent", "Loan__c").contains("LAST_N_DAYS:7"));
    assert!(of("synthetic-tasks", "Opportunity").contains("WhatId IN (SELECT Id FROM Opportunity"));
    assert!(of("export", "Loan__c").starts_with("SELECT FIELDS(STANDARD), "));
    assert_eq!(queries.iter().filter(|query| query["name"] == "org").count(), 1);
}

#[test]
fn one_query_is_printed_bare() {
    let ended = soql(&["--objects", "Lead", "--query", "duplicate-references"]).succeeds();
    assert_eq!(
        ended.stdout,
        "SELECT Provenance_Reference__c, COUNT(Id) records FROM Lead WHERE Provenance_Reference__c != NULL \
         GROUP BY Provenance_Reference__c HAVING COUNT(Id) > 1\n"
    );
    assert_eq!(ended.stderr, "");
    let export =
        ["--objects", "Lead", "--query", "export", "--fields", "Title,Id,Synthetic_Data__c", "--tier", "A,B"];
    let query = soql(&export).succeeds().stdout;
    let selected: Vec<&str> =
        query.trim_start_matches("SELECT ").split(" FROM ").next().unwrap().split(", ").collect();
    assert_eq!(&selected[..3], ["Id", "Title", "Synthetic_Data__c"]);
    assert_eq!(&selected[selected.len() - 2..], ["Provenance_Salts_A__c", "Provenance_Salts_B__c"]);
    assert_eq!(selected.iter().filter(|field| **field == "Synthetic_Data__c").count(), 1);
}

#[test]
fn queries_that_cannot_be_made_are_refused() {
    soql(&["--query", "everything"]).fails(2, &["--query everything", "no such query", "declared-counts"]);
    soql(&["--days", "0"]).fails(2, &["--days"]);
    for field in ["Title FROM Lead", "Account.Name", "x'y", "__c"] {
        soql(&["--query", "export", "--fields", field]).fails(2, &["--fields", field, "copy it from"]);
    }
}

#[test]
fn people_read_what_a_query_answers_and_what_it_cannot_see() {
    let text = soql(&["--objects", "Contact"]).succeeds().stdout;
    assert!(text.starts_with("# These queries read declared fields, which nobody signed"), "{text}");
    assert!(
        text.contains("\n# declared-counts, Contact\n# How many records declare what?\n# Limits: "),
        "{text}"
    );
}

#[test]
fn an_estimate_says_what_the_files_would_take_and_writes_none() {
    let desk = Desk::new();
    let estimate = |more: &[&str]| {
        desk.run(&[&["salesforce", "fields", "--objects", "Lead,Loan__c", "--estimate"], more].concat())
    };
    let answer: Value =
        serde_json::from_str(&estimate(&["--tier", "Personal,Credit", "--format", "json"]).succeeds().stdout)
            .unwrap();
    assert_eq!(desk.names(), [""; 0]);
    fields(&desk, "Lead,Loan__c", &["--tier", "Personal,Credit"]).succeeds();
    let written = files(&desk.path("app/objects/Loan__c/fields"));
    let length = |text: &String| -> u64 {
        let (_, rest) = text.split_once("<length>").unwrap();
        rest.split_once('<').unwrap().0.parse().unwrap()
    };
    let long = written.values().filter(|text| text.contains("LongTextArea")).map(length);
    let tracked = written.values().filter(|text| text.contains("<trackHistory>true<"));
    let of_object = serde_json::json!({
        "object": "Loan__c",
        "longText": { "taken": long.sum::<u64>(), "limit": 1_638_400 },
        "fieldHistory": { "taken": tracked.count(), "limit": 20 },
        "customFields": written.len(),
    });
    assert_eq!(answer["objects"][1], of_object);
    assert_eq!(answer["objects"][0]["object"], "Lead");
    assert_eq!(answer["changeDataCapture"], serde_json::json!({ "taken": 2, "limit": 5 }));

    let said = estimate(&[]).succeeds().stdout;
    for words in ["Long text: 49152 of 1638400 characters (3.0 %)", "2 of 5 objects", "Nothing was written"] {
        assert!(said.contains(words), "{said}");
    }
    estimate(&["--out", "app"]).fails(2, &["--estimate", "cannot be used with"]);
    desk.run(&["salesforce", "fields", "--objects", "Lead"]).fails(2, &["--out"]);
}

#[test]
fn a_seal_of_many_fields_fits_the_field_and_one_that_does_not_is_told_of() {
    let desk = Desk::with_key();
    for (count, envelope, is_warned) in [(200, "jws", false), (400, "vc", true)] {
        let names: Vec<String> = (0..count).map(|at| format!("A_Field_Of_The_Org_{at:03}__c")).collect();
        let values = vec!["a value"; count].join(",");
        desk.write(
            "records.csv",
            format!("Id,Kind__c,{}\n003Qx00000816AgIAI,made,{values}\n", names.join(",")),
        );
        let types: String = names.iter().map(|name| format!("{name} = \"string\"\n")).collect();
        desk.write("types.toml", format!("[Contact]\nKind__c = \"string\"\n{types}"));
        for option in ["--open-fields".to_owned(), "--restricted".to_owned()] {
            let (tier, is_warned) =
                if option == "--restricted" { ("Personal=", is_warned) } else { ("", is_warned) };
            let listed = format!("{tier}{}", names.join(","));
            let options =
                ["--envelope", envelope, "--types", "types.toml", "--skip", "Kind__c", &option, &listed];
            let said = desk.seal("records.csv", "sealed.csv", &options).succeeds().stderr;
            assert_eq!(
                said.contains("longer than its field on Salesforce: 1;"),
                is_warned,
                "{count}: {said}"
            );
        }
    }
}

/// What an org gives back in metadata format, of a folder in source format: objects whole, and no `-meta.xml`.
fn as_retrieved(desk: &Desk, source: &str, out: &str) {
    let inner = |text: &str| {
        let (_, rest) = text.split_once("metadata\">\n").unwrap();
        rest.rsplit_once("</").unwrap().0.to_owned()
    };
    let mut objects = BTreeMap::<String, String>::new();
    for (path, text) in files(&desk.path(source)) {
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            ["objects", object, _] => *objects.entry((*object).into()).or_default() += &inner(&text),
            ["objects", object, folder, _] => {
                let whole = format!("<{folder}>{}</{folder}>\n", inner(&text));
                *objects.entry((*object).into()).or_default() += &whole;
            }
            ["permissionsets", name] => {
                std::fs::create_dir_all(desk.path(&format!("{out}/permissionsets"))).unwrap();
                desk.write(&format!("{out}/permissionsets/{}", name.trim_end_matches("-meta.xml")), text);
            }
            _ => {}
        }
    }
    std::fs::create_dir_all(desk.path(&format!("{out}/objects"))).unwrap();
    for (object, text) in objects {
        desk.write(&format!("{out}/objects/{object}.object"), format!("<CustomObject>{text}</CustomObject>"));
    }
}

#[test]
fn what_an_org_gives_back_is_compared_with_what_was_written() {
    let desk = Desk::new();
    fields(&desk, "Contact,Loan__c", &[]).succeeds();
    as_retrieved(&desk, "app", "org");
    let compare = |more: &[&str]| desk.run(&[&["salesforce", "compare", "app", "org"], more].concat());
    let said = compare(&[]).succeeds().stdout;
    assert!(said.starts_with("Compared: ") && said.contains("; differences: 0"), "{said}");
    assert_eq!(compare(&["--format", "json"]).succeeds().stdout, "[]\n");

    let contact = "org/objects/Contact.object";
    let viewer = "org/permissionsets/Touchmark_Viewer.permissionset";
    let edited = "<field>Contact.Provenance_Seal__c</field>\n        <readable>true</readable>";
    // What stands in the file, what takes its place, and what is said of it.
    let sees_all = "<objectPermissions><object>Contact</object><viewAllFields>true</viewAllFields></objectPermissions></PermissionSet>";
    let cases: [(&str, &str, &str, &[&str]); 10] = [
        (
            contact,
            "<defaultValue>false<",
            "<defaultValue>true<",
            &["field Contact.Synthetic_Data__c", "defaultValue: false in A, true in B"],
        ),
        (
            viewer,
            "</PermissionSet>",
            sees_all,
            &["permission set Touchmark_Viewer", "Contact.*: not said in A, read in B", "Profiles are not"],
        ),
        (
            contact,
            "<length>32768</length>",
            "<length>131072</length>",
            &["field Contact.Provenance_Seal__c", "length: 32768 in A, 131072 in B"],
        ),
        (
            contact,
            "<type>Picklist</type>",
            "<type>Text</type>",
            &["field Contact.Generation_Method__c", "type: Picklist in A, Text in B"],
        ),
        (
            contact,
            "<unique>true</unique>",
            "<unique>false</unique>",
            &["field Contact.Provenance_Id__c", "unique: true in A, false in B"],
        ),
        (
            contact,
            "<active>true</active>",
            "<active>false</active>",
            &["validation rule Contact.Touchmark_Keep_", "active: true in A, false in B"],
        ),
        (
            contact,
            "Declared synthetic",
            "Verified synthetic",
            &["field Contact.Declared_Origin__c", "formula: IF(Synthetic_Data__c"],
        ),
        (
            contact,
            "<enableHistory>true<",
            "<enableHistory>false<",
            &["object Contact", "enableHistory: true in A, false in B"],
        ),
        (
            viewer,
            edited,
            "<field>Contact.Other__c</field>\n        <readable>true</readable>",
            &["permission set Touchmark_Viewer", "Contact.Provenance_Seal__c: read in A, not said in B"],
        ),
        (
            viewer,
            "<apexClass>TouchmarkGuard<",
            "<apexClass>Another<",
            &["TouchmarkGuard: granted in A, not said in B"],
        ),
    ];
    for (file, part, other, said) in cases {
        let before = desk.read(file);
        assert!(before.contains(part), "{part}");
        desk.write(file, before.replacen(part, other, 1));
        let ended = compare(&[]).fails(1, &[]);
        for words in [said, &[&format!("  B: {file}")[..]]].concat() {
            assert!(ended.stdout.contains(words), "no {words:?} in {}", ended.stdout);
        }
        assert!(ended.stdout.contains("; differences: 1\n"), "{}", ended.stdout);
        desk.write(file, before);
    }

    std::fs::remove_file(desk.path(viewer)).unwrap();
    let answer: Value = serde_json::from_str(&compare(&["--format", "json"]).fails(1, &[]).stdout).unwrap();
    let expected = serde_json::json!([{
        "kind": "permission-set", "name": "Touchmark_Viewer", "b": {},
        "a": { "file": "app/permissionsets/Touchmark_Viewer.permissionset-meta.xml" },
    }]);
    assert_eq!(answer, expected);
}

#[test]
fn what_a_formula_or_a_file_looks_like_is_no_difference_and_others_things_are_nobody_s_business() {
    let desk = Desk::new();
    fields(&desk, "Contact", &[]).succeeds();
    as_retrieved(&desk, "app", "org");
    let contact = desk.read("org/objects/Contact.object");
    let loose = contact.replace(" && ", "\n        &amp;&amp; ").replace("<required>false</required>", "");
    let more = "<fields><fullName>Mine__c</fullName><type>Text</type></fields>\
        <validationRules><fullName>Mine</fullName><active>true</active></validationRules></CustomObject>";
    desk.write("org/objects/Contact.object", loose.replace("</CustomObject>", more));
    desk.write("org/permissionsets/Mine.permissionset", "<PermissionSet><label>Mine</label></PermissionSet>");
    desk.write("org/objects/User.object", "<CustomObject><enableHistory>true</enableHistory></CustomObject>");
    desk.write("org/notes.txt", "<");
    desk.run(&["salesforce", "compare", "app", "org"]).succeeds();
    let granted = "<fieldPermissions><editable>true</editable><field>Contact.Provenance_Seal__c</field>\
        <readable>true</readable></fieldPermissions>";
    desk.write("org/permissionsets/Mine.permissionset", format!("<PermissionSet>{granted}</PermissionSet>"));
    let said = desk.run(&["salesforce", "compare", "app", "org"]).fails(1, &[]).stdout;
    assert!(said.contains("permission set Mine\n  A: not there\n  B: org/"), "{said}");
    // Of a part that two files speak of, one would win unseen.
    std::fs::create_dir_all(desk.path("org/older/permissionsets")).unwrap();
    desk.write("org/older/permissionsets/Mine.permissionset", "<PermissionSet></PermissionSet>");
    desk.run(&["salesforce", "compare", "app", "org"])
        .fails(3, &["says again what org/older/permissionsets/Mine", "each part once"]);
}

#[test]
fn folders_that_cannot_be_compared_are_named() {
    let desk = Desk::new();
    fields(&desk, "Contact", &[]).succeeds();
    let compare = |b: &str| desk.run(&["salesforce", "compare", "app", b]);
    desk.write("org.zip", "PK");
    std::fs::create_dir_all(desk.path("empty/objects")).unwrap();
    std::fs::create_dir_all(desk.path("broken/objects")).unwrap();
    compare("nowhere").fails(3, &["nowhere", "no such file"]);
    compare("org.zip").fails(3, &["org.zip", "unpack an archive first"]);
    compare("empty").fails(3, &["empty", "says anything of seals"]);
    let deep = "<a>".repeat(100_000);
    let entities = "<!DOCTYPE a [<!ENTITY b \"c\">]><CustomObject>&b;</CustomObject>";
    for text in ["", "<CustomObject>", "\u{0}", entities, &deep] {
        desk.write("broken/objects/Contact.object", text);
        compare("broken").fails(3, &["broken/objects/Contact.object", "is no XML that is read here"]);
    }
    desk.write("broken/objects/Contact.object", [0xff]);
    compare("broken").fails(3, &["broken/objects/Contact.object", "not UTF-8"]);
    desk.run(&["salesforce", "compare", "app"]).fails(2, &["<B>"]);
}
