//! What an event's code becomes where its verb is denied: "did not condemn".
//!
//! By CAMEO's classes, the first two digits. Denied cooperation (02 to 09) is a refusal, 120.
//! Denied conflict counts as cooperation, as PETRARCH2 has it: 050 for words (10 to 14), 057 for
//! deeds (15 to 20). Statements (01) and codes that are not CAMEO's stay.

use entente_lexicon::petrarch::EventCode;

/// The code of the denied event; one that answers it does not happen.
pub(super) fn denied(code: &EventCode) -> EventCode {
    let turn = |code: &String| -> String {
        let class = code.get(..2).and_then(|class| class.parse::<u8>().ok());
        match class {
            Some(2..=9) => "120".to_owned(),
            Some(10..=14) => "050".to_owned(),
            Some(15..=20) => "057".to_owned(),
            _ => code.clone(),
        }
    };
    EventCode {
        forward: code.forward.as_ref().map(turn),
        backward: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_turned_round() {
        let check = |code: &str, expected: &str| {
            assert_eq!(denied(&EventCode::of(code)), EventCode::of(expected));
        };
        check("111", "050");
        check("190", "057");
        check("040:040", "120");
        check("010", "010");
        check("223", "223");
        check("---", "---");
    }
}
