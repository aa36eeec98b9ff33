//! Hostile input is refused for its reason. How little it costs is measured by `cargo xtask hostile`; that none of it
//! hangs or exhausts the memory shows in that these tests end.

use touchmark_tests::hostile::ALL;

#[test]
fn hostile_input_is_refused() {
    let mut unexpected = Vec::new();
    for hostile in ALL {
        let said = (hostile.make)().ready()();
        if !said.ends_with(hostile.refusal) {
            unexpected.push(format!("{}: {said}", hostile.name));
        }
    }
    assert_eq!(unexpected, [""; 0]);
}
