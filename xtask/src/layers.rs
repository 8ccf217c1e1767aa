//! Holds the layer drawing of ARCHITECTURE.md: a crate may depend only on crates of layers
//! below its own (and, within the layer of the coder, on the lexicon), and crates that must
//! stay pure may not pull in an I/O engine.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// The layers, lowest first; crates of one layer do not see each other.
const LAYERS: &[&[&str]] = &[
    &["entente-model"],
    &["entente-text"],
    &["entente-lexicon"],
    &["entente-coder"],
    &["entente-store", "entente-datasets"],
    &["entente-assess", "entente-panel"],
    &["entente"],
    &["xtask"],
];

/// Direct dependencies that only these crates may have: engines, runtimes and terminals.
const ENGINES: &[(&str, &[&str])] = &[
    ("deltalake", &["entente-store"]),
    ("datafusion", &["entente-store"]),
    ("tokio", &["entente-store", "entente"]),
    ("clap", &["entente", "xtask"]),
    ("anyhow", &["entente", "xtask"]),
    ("indicatif", &["entente"]),
];

/// Edges that a layer number alone would allow, and that are refused all the same.
const REFUSED: &[(&str, &str, &str)] = &[
    (
        "entente-store",
        "entente-coder",
        "the store keeps what it is given and codes nothing",
    ),
    (
        "entente-store",
        "entente-lexicon",
        "the store knows no actor by name",
    ),
    ("entente-store", "entente-text", "the store parses nothing"),
    (
        "entente-datasets",
        "entente-coder",
        "published rows are coded already",
    ),
    (
        "entente-panel",
        "entente-datasets",
        "a panel reads what is stored, whichever importer stored it",
    ),
    (
        "entente-assess",
        "entente-coder",
        "assessment sees assertions only, whatever made them",
    ),
];

/// Checks every `crates/*/Cargo.toml` and `xtask/Cargo.toml` under `root`.
pub(crate) fn check(root: &Path) -> Result<usize> {
    let mut manifests = vec![root.join("xtask/Cargo.toml")];
    for entry in fs::read_dir(root.join("crates")).context("no crates/ folder here")? {
        manifests.push(entry?.path().join("Cargo.toml"));
    }
    let level: BTreeMap<&str, usize> = LAYERS
        .iter()
        .enumerate()
        .flat_map(|(level, crates)| crates.iter().map(move |name| (*name, level)))
        .collect();
    let mut faults = Vec::new();
    for path in &manifests {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let manifest: toml::Table =
            toml::from_str(&text).with_context(|| path.display().to_string())?;
        let name = manifest["package"]["name"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let Some(&own) = level.get(name.as_str()) else {
            faults.push(format!(
                "{name} has no layer: draw it in ARCHITECTURE.md and in LAYERS"
            ));
            continue;
        };
        let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
        for dependency in dependencies.into_iter().flat_map(toml::Table::keys) {
            faults.extend(fault(&name, own, dependency, &level));
        }
    }
    if !faults.is_empty() {
        bail!("layering is broken:\n  {}", faults.join("\n  "));
    }
    Ok(manifests.len())
}

/// Why `name`, at layer `own`, must not depend on `dependency`; `None` when it may.
fn fault(
    name: &str,
    own: usize,
    dependency: &str,
    level: &BTreeMap<&str, usize>,
) -> Option<String> {
    if level.get(dependency).is_some_and(|&other| other >= own) {
        return Some(format!("{name} -> {dependency} points upwards"));
    }
    if let Some((.., why)) = REFUSED
        .iter()
        .find(|(from, to, _)| *from == name && *to == dependency)
    {
        return Some(format!("{name} -> {dependency}: {why}"));
    }
    ENGINES
        .iter()
        .find(|(engine, users)| *engine == dependency && !users.contains(&name))
        .map(|(_, users)| format!("{name} -> {dependency}: only {} may", users.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workspace_keeps_its_layers() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        check(&root).unwrap();
    }

    #[test]
    fn faults_are_named() {
        let level: BTreeMap<&str, usize> = [
            ("entente-model", 0),
            ("entente-text", 1),
            ("entente-store", 4),
        ]
        .into();
        assert!(
            fault("entente-model", 0, "entente-text", &level)
                .unwrap()
                .contains("upwards")
        );
        assert!(
            fault("entente-store", 4, "entente-text", &level)
                .unwrap()
                .contains("parses")
        );
        assert!(
            fault("entente-text", 1, "datafusion", &level)
                .unwrap()
                .contains("only")
        );
        assert_eq!(fault("entente-text", 1, "entente-model", &level), None);
    }
}
