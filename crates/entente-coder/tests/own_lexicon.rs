//! A user's own tables reach everything that is coded, not only who is meant.

use entente_lexicon::Lexicon;
use entente_model::Body;
use entente_text::{Format, Origin, PerceptronParser};

fn bodies(lexicon: &Lexicon, text: &str) -> Vec<Body> {
    let origin = Origin {
        format: Some(Format::Plain),
        ..Origin::default()
    };
    let document = entente_text::read_document(text.as_bytes(), &origin)
        .document
        .expect("a document");
    let coded = entente_coder::code(&document, PerceptronParser::builtin(), lexicon);
    coded.assertions.into_iter().map(|it| it.body).collect()
}

#[test]
fn an_issue_of_the_user_is_what_a_stance_is_about() {
    let own = "id\tname\tnames\nblue-ferry\tBlue Ferry plan\tBlue Ferry;the Blue Ferry project\n";
    let (lexicon, faults) = Lexicon::with_tables(&[("issues.tsv".into(), own.into())]);
    assert!(faults.is_empty(), "{faults:?}");
    let found = bodies(&lexicon, "Ghana opposes the Blue Ferry project.");
    assert!(
        found
            .iter()
            .any(|body| matches!(body, Body::Stance(stance) if stance.issue == "blue-ferry")),
        "{found:?}"
    );
}

#[test]
fn a_state_of_the_user_is_bound_by_who_signs_for_it() {
    let own = "id\tname\tadjectives\tpeople\tcapital\nOBR\tOberland\tOberlandish\tOberlanders\tOberstadt\n";
    let (lexicon, faults) = Lexicon::with_tables(&[("states.tsv".into(), own.into())]);
    assert!(faults.is_empty(), "{faults:?}");
    let text = "The Oberlandish president signed a defence pact with Ghana. Oberland and Ghana are allies.";
    let found = bodies(&lexicon, text);
    assert!(
        found.iter().any(|body| match body {
            Body::Tie(tie) => tie.a.id == "OBR" || tie.b.id == "OBR",
            _ => false,
        }),
        "{found:?}"
    );
}
