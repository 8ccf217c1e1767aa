//! The command line: one declaration gives the parser, the help texts, the man page and the
//! shell completions.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};
use entente_model::Date;
use entente_text::Columns;

use crate::timeline;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Cyan.on_default().bold())
    .usage(AnsiColor::Cyan.on_default().bold())
    .literal(AnsiColor::Green.on_default())
    .placeholder(AnsiColor::Yellow.on_default());

const EXAMPLES: &str = "\
Examples:
  entente ask \"Are Azerbaijan and Iran allies?\"      from the built-in example
  entente read article.html notes/ 'news/*.jsonl.gz'  files, folders, patterns
  curl -s https://example.org/a.html | entente read -
  entente ask \"Who are Iran's proxies?\" --at 2023-06-30
  entente read article.txt --format jsonl           assertions, no store needed

Exit status: 0 done, 1 something failed, 2 wrong usage.";

/// Who stands how to whom in politics, with every sentence the answer rests on.
#[derive(Debug, Parser)]
#[command(name = "entente", version, styles = STYLES, after_help = EXAMPLES, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Read(ReadArguments),
    Ask(AskArguments),
    Timeline(TimelineArguments),
    Assess(AssessArguments),
    Code(CodeArguments),
    Parse(ParseArguments),
    Who(WhoArguments),
    /// Check the lexicon's tables, or add to your own
    #[command(subcommand)]
    Lexicon(LexiconCommand),
    Import(ImportArguments),
    Panel(PanelArguments),
    Sql(SqlArguments),
    Export(ExportArguments),
    Cite(CiteArguments),
    Eval(EvalArguments),
    Store(StoreCommandArguments),
    /// Print shell completions
    Completions {
        /// The shell to complete for
        shell: clap_complete::Shell,
    },
    /// Print the man page
    Man,
}

/// Where the store is.
#[derive(Debug, Args)]
pub(crate) struct StoreArguments {
    /// Folder of the store [default: entente/store in the platform's data folder]
    #[arg(long, value_name = "DIR", env = "ENTENTE_STORE")]
    pub(crate) store: Option<PathBuf>,
}

/// Whose names are known besides the built-in ones.
#[derive(Debug, Args)]
pub(crate) struct LexiconArguments {
    /// Folder of your own tables (people.tsv, organisations.tsv ...), over the built-in lexicon
    #[arg(long, value_name = "DIR", env = "ENTENTE_LEXICON")]
    pub(crate) lexicon: Option<PathBuf>,
}

/// What answers rest on.
#[derive(Debug, Args)]
pub(crate) struct SourceArguments {
    /// Answer from the built-in example even when the store holds documents
    #[arg(long, conflicts_with = "store")]
    pub(crate) example: bool,
    #[command(flatten)]
    pub(crate) lexicon: LexiconArguments,
    #[command(flatten)]
    pub(crate) store: StoreArguments,
}

/// Documents that are read and committed together: enough to keep commits few, few enough that
/// a killed run loses seconds of work and memory stays flat.
const BATCH: NonZeroUsize = NonZeroUsize::new(256).expect("not zero");

/// Read documents into the store
///
/// Files, folders of them, patterns ('news/*.html'), and `-` for standard input. One document each:
/// plain text, Markdown, HTML, PDF, e-mail. Many in one: RSS and Atom feeds; CSV, TSV, JSON and
/// JSON Lines with a column or key for the text; WARC; mbox; ZIP. Any of them may be compressed
/// (.gz, .zst). The content tells the format, the name's ending where it does not. Only English is
/// coded; what is in other languages is kept. Reading the same document twice adds nothing. A
/// document that cannot be read is reported with its reason, and the rest goes on; the exit status
/// is then 1.
#[derive(Debug, Args)]
pub(crate) struct ReadArguments {
    /// Files, folders, patterns, or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// What to print: a summary, or the assertions one a line (then nothing is stored)
    #[arg(long, value_enum, default_value_t = ReadFormat::Text)]
    pub(crate) format: ReadFormat,
    /// Publisher of documents that do not name theirs
    #[arg(long, value_name = "NAME")]
    pub(crate) publisher: Option<String>,
    /// Day of publication (2023-01-29) of documents that do not give theirs
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<Date>,
    #[command(flatten)]
    pub(crate) parser: ParserArguments,
    /// Documents that are read and committed together
    #[arg(long, value_name = "N", hide = true, default_value_t = BATCH)]
    pub(crate) batch: NonZeroUsize,
    #[command(flatten)]
    pub(crate) columns: ColumnArguments,
    #[command(flatten)]
    pub(crate) lexicon: LexiconArguments,
    #[command(flatten)]
    pub(crate) store: StoreArguments,
}

/// Which columns of a table, or keys of JSON objects, hold what. The usual names are known.
#[derive(Debug, Args)]
#[command(next_help_heading = "Columns of CSV and TSV, keys of JSON")]
pub(crate) struct ColumnArguments {
    /// The text [usual: text, body, content, article, ...]
    #[arg(long, value_name = "NAME")]
    text_column: Option<String>,
    /// The headline [usual: title, headline]
    #[arg(long, value_name = "NAME")]
    title_column: Option<String>,
    /// The day of publication [usual: date, published, pub_date, timestamp, ...]
    #[arg(long, value_name = "NAME")]
    date_column: Option<String>,
    /// The publisher [usual: publisher, source, outlet, ...]
    #[arg(long, value_name = "NAME")]
    publisher_column: Option<String>,
    /// The address [usual: url, link, ...]
    #[arg(long, value_name = "NAME")]
    url_column: Option<String>,
    /// The author [usual: author, authors, byline, creator]
    #[arg(long, value_name = "NAME")]
    author_column: Option<String>,
    /// The language [usual: language, lang]
    #[arg(long, value_name = "NAME")]
    language_column: Option<String>,
}

impl ColumnArguments {
    /// The names that were given.
    pub(crate) fn columns(&self) -> Columns {
        Columns {
            text: self.text_column.clone(),
            title: self.title_column.clone(),
            published: self.date_column.clone(),
            publisher: self.publisher_column.clone(),
            url: self.url_column.clone(),
            author: self.author_column.clone(),
            language: self.language_column.clone(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReadFormat {
    /// A summary of what was read
    Text,
    /// The assertions, one JSON object a line
    Jsonl,
}

/// Ask how actors stand, what happened, and who says so
///
/// The question is plain English: are A and B allies, friends, rivals, enemies, at war; why;
/// who are A's allies, rivals, proxies; what happened between A and B in 2023; who supports or
/// opposes X; what does A say about X; who denies X; does A depend on B. With an empty store
/// the answer comes from the built-in example, and says so.
#[derive(Debug, Args)]
pub(crate) struct AskArguments {
    /// The question; quotes around it are optional
    #[arg(required = true, value_name = "QUESTION")]
    pub(crate) question: Vec<String>,
    /// Answer from what was published up to this day (2023-01-31)
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<Date>,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    pub(crate) format: AnswerFormat,
    #[command(flatten)]
    pub(crate) from_where: SourceArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    /// For a terminal, 80 columns wide
    Text,
    /// One JSON object
    Json,
    /// Markdown
    Md,
    /// A page of its own
    Html,
}

/// Show what happened between two actors, in the order of time
///
/// Every event between the two, and every incident that burdens them, once with all who tell it; ties such as
/// alliances and borders; and how much happened in which year or month. Events that are denied or only
/// planned are left out. With an empty store it comes from the built-in example, and says so.
#[derive(Debug, Args)]
pub(crate) struct TimelineArguments {
    /// One actor, by name or id
    #[arg(value_name = "A")]
    pub(crate) a: String,
    /// The other
    #[arg(value_name = "B")]
    pub(crate) b: String,
    /// Since this day, month or year (2012-02-13, 2012-02, 2012)
    #[arg(long, value_name = "DATE", value_parser = timeline::first_day)]
    pub(crate) from: Option<Date>,
    /// Until this day, month or year, with all of it
    #[arg(long, value_name = "DATE", value_parser = timeline::last_day)]
    pub(crate) to: Option<Date>,
    /// From what was published up to this day (2023-01-31)
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<Date>,
    /// Count events by this
    #[arg(long, value_enum, value_name = "STEP", default_value_t = Step::Year)]
    pub(crate) by: Step,
    /// How many events text, md and html show at most, the latest; 0 for all. Where there are thousands, json has the
    /// newest 2,000 and counts the others; 0 gives it all, and csv and jsonl have all of them anyway
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) limit: usize,
    /// How to print it
    #[arg(long, value_enum, default_value_t = TimelineFormat::Text)]
    pub(crate) format: TimelineFormat,
    #[command(flatten)]
    pub(crate) from_where: SourceArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TimelineFormat {
    /// For a terminal, 80 columns wide
    Text,
    /// One JSON object
    Json,
    /// The events, one JSON object a line
    Jsonl,
    /// The events, one a row
    Csv,
    /// Markdown
    Md,
    /// A page of its own, with a chart
    Html,
}

/// Judge how two states stand, or all of them, from imported datasets
///
/// Five levels with their probabilities and bands, alliances in force, what each does towards the other, the
/// trend, and every item of evidence with what it adds to the log-odds, so that the items account for the verdict.
/// The model and how good it is: docs/decisions/0012 and docs/measurements.md. It judges from what was
/// imported into the store (icews, cow-alliances, cow-mid, ...), or from the files in a folder with --datasets.
#[derive(Debug, Args)]
pub(crate) struct AssessArguments {
    /// Two actors, by name or id
    #[arg(value_name = "ACTOR", num_args = 0..=2, conflicts_with = "all")]
    pub(crate) actors: Vec<String>,
    /// Every two states, as a table
    #[arg(long)]
    pub(crate) all: bool,
    /// At the end of the month of this day (2014-12-31) [default: the last that is covered]
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<Date>,
    /// Show the series too, a line a month or year
    #[arg(long, value_enum, value_name = "STEP")]
    pub(crate) series: Option<Step>,
    /// First year of the series [default: 20 years]
    #[arg(long, value_name = "YEAR")]
    pub(crate) from: Option<i16>,
    /// Judge from the files of datasets in this folder, not from the store
    #[arg(long, value_name = "DIR")]
    pub(crate) datasets: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = AssessFormat::Text, conflicts_with = "all")]
    pub(crate) format: AssessFormat,
    /// Write a chart of the series with bands here too, as SVG
    #[arg(long, value_name = "FILE", conflicts_with = "all")]
    pub(crate) chart: Option<PathBuf>,
    /// The table's file, CSV, Parquet or Arrow by its ending [default: standard output]
    #[arg(long, value_name = "FILE", requires = "all")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) lexicon: LexiconArguments,
    #[command(flatten)]
    pub(crate) store: StoreArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Step {
    /// A point a month
    Month,
    /// A point a year
    Year,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AssessFormat {
    /// For a terminal
    Text,
    /// One JSON object
    Json,
    /// A chart of the series
    Svg,
}

/// Show what is coded from a text, and why
#[derive(Debug, Args)]
pub(crate) struct CodeArguments {
    /// The text; `-` or nothing reads standard input
    #[arg(value_name = "TEXT")]
    pub(crate) text: Vec<String>,
    /// Show parse, mentions, matched predicates and what was rejected
    #[arg(long)]
    pub(crate) explain: bool,
    /// The day the text is from (2023-01-29), to count "last Friday" from
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<Date>,
    /// Code by the PETRARCH2 or TABARI dictionaries of this folder, in their own codes
    #[arg(long, value_name = "DIR")]
    pub(crate) dictionaries: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) lexicon: LexiconArguments,
    #[command(flatten)]
    pub(crate) parser: ParserArguments,
}

/// Show the structure of a text: tokens, tags, tree, mentions, dates
#[derive(Debug, Args)]
pub(crate) struct ParseArguments {
    /// The text; `-` or nothing reads standard input
    #[arg(value_name = "TEXT")]
    pub(crate) text: Vec<String>,
    /// The day the text is from (2023-01-29), to count "last Friday" from
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<Date>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ParseFormat::Text)]
    pub(crate) format: ParseFormat,
    #[command(flatten)]
    pub(crate) parser: ParserArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ParseFormat {
    /// A table a sentence
    Text,
    /// CoNLL-U, as treebanks are written
    Conllu,
    /// One JSON object
    Json,
    /// A picture of the trees
    Svg,
}

/// Which parser reads.
#[derive(Debug, Args)]
pub(crate) struct ParserArguments {
    /// Which parser reads
    #[arg(long, value_enum, default_value_t)]
    pub(crate) parser: ParserChoice,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ParserChoice {
    /// Every sentence quickly, and those that may say something of actors in full
    #[default]
    TwoLooks,
    /// Linear models: quick
    FirstLook,
    /// The neural encoder for every sentence: better, and slower
    Full,
}

/// Show who is meant by a phrase
#[derive(Debug, Args)]
pub(crate) struct WhoArguments {
    /// The phrase: "Tehran", "the US president", "the Houthis"
    #[arg(required = true, value_name = "PHRASE")]
    pub(crate) phrase: Vec<String>,
    /// As of that day (2003-06-30)
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<Date>,
    /// A country or nationality that the phrase was said of: "Mexico"
    #[arg(long, value_name = "PHRASE")]
    pub(crate) context: Option<String>,
    #[command(flatten)]
    pub(crate) lexicon: LexiconArguments,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LexiconCommand {
    Check(CheckArguments),
    Add(Box<AddArguments>),
    ImportPetrarch(PetrarchArguments),
}

/// Bring dictionaries of PETRARCH2 or TABARI over to your own lexicon
///
/// Each faulty line is told with a hint, and the rest is read. With --out, actors and agents
/// become tables of a lexicon's folder (`--lexicon DIR`), as far as these can hold them, and the
/// dictionaries themselves are kept in its folder `dictionaries`, which `entente code
/// --dictionaries` reads. Without it they are only checked, and the exit status is 1 if there are errors.
#[derive(Debug, Args)]
pub(crate) struct PetrarchArguments {
    /// Dictionary of actors; may be given several times, as the others may
    #[arg(long, value_name = "FILE")]
    pub(crate) actors: Vec<PathBuf>,
    /// Dictionary of agents
    #[arg(long, value_name = "FILE")]
    pub(crate) agents: Vec<PathBuf>,
    /// Dictionary of discards
    #[arg(long, value_name = "FILE")]
    pub(crate) discards: Vec<PathBuf>,
    /// Dictionary of verbs, in the older or newer syntax
    #[arg(long, value_name = "FILE")]
    pub(crate) verbs: Vec<PathBuf>,
    /// The folder to write to
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// Tell what is wrong with the lexicon's tables
///
/// Of the built-in lexicon, and of your own tables over it. Each fault has its file and line and a
/// way to mend it. The exit status is 1 if there are errors; warnings leave it 0.
#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// Folder of your own tables
    #[arg(value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) lexicon: LexiconArguments,
}

/// Add an entry to your own tables
///
/// An id that is known already adds to that entry: names, offices, members. Times are written
/// 2014, 2014-08 or 2014-08-28, and spans FROM..TO with either end left out where it is open.
#[derive(Debug, Args)]
pub(crate) struct AddArguments {
    /// What it is
    #[arg(value_enum)]
    pub(crate) kind: Kind,
    /// The name to show, or the noun of a role
    #[arg(required = true, value_name = "NAME")]
    pub(crate) name: Vec<String>,
    /// Its id [default: the name in small letters with hyphens]
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
    /// ISO 3166-1 alpha-3 of the state it is of or in
    #[arg(long, value_name = "ISO3")]
    pub(crate) country: Option<String>,
    /// PLOVER sector: GOV, MIL, REB ...
    #[arg(long, value_name = "SECTOR")]
    pub(crate) sector: Option<String>,
    /// Second sector of a role
    #[arg(long, value_name = "SECTOR")]
    pub(crate) sector2: Option<String>,
    /// Another name, with its time if it has one: Zaire@1971..1997
    #[arg(long, value_name = "NAME")]
    pub(crate) alias: Vec<String>,
    /// An office of a person: 'president@TUR:2014-08..'
    #[arg(long, value_name = "TITLE@WHERE:FROM..TO")]
    pub(crate) office: Vec<String>,
    /// A member state of an organisation: TUR:1952..
    #[arg(long, value_name = "ISO3:FROM..TO")]
    pub(crate) member: Vec<String>,
    /// The kin state of a group
    #[arg(long, value_name = "ISO3")]
    pub(crate) kin: Option<String>,
    /// A state where a group lives
    #[arg(long, value_name = "ISO3")]
    pub(crate) lives_in: Vec<String>,
    /// A state that claims a place
    #[arg(long, value_name = "ISO3")]
    pub(crate) claimed_by: Vec<String>,
    /// Adjective of a state: Iranian
    #[arg(long, value_name = "WORD")]
    pub(crate) adjective: Vec<String>,
    /// People of a state: Iranians
    #[arg(long, value_name = "WORD")]
    pub(crate) people: Vec<String>,
    /// Capital of a state
    #[arg(long, value_name = "CITY")]
    pub(crate) capital: Vec<String>,
    /// First year, month or day
    #[arg(long, value_name = "TIME")]
    pub(crate) from: Option<String>,
    /// Last year, month or day
    #[arg(long, value_name = "TIME")]
    pub(crate) to: Option<String>,
    #[command(flatten)]
    pub(crate) lexicon: LexiconArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// A state
    State,
    /// An international organisation, organ of a state, party, armed group, company or medium
    Organisation,
    /// An ethnic or religious group
    Group,
    /// A human being
    Person,
    /// A place that is no actor
    Place,
    /// A noun for people or bodies that act for somebody
    Role,
    /// A project or question that actors are for or against
    Issue,
}

impl From<Kind> for entente_lexicon::EntryKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::State => Self::State,
            Kind::Organisation => Self::Organisation,
            Kind::Group => Self::Group,
            Kind::Person => Self::Person,
            Kind::Place => Self::Place,
            Kind::Role => Self::Role,
            Kind::Issue => Self::Issue,
        }
    }
}

/// Import a published dataset: GDELT, ICEWS, UCDP, ATOP, UN votes, ...
///
/// What the rows say goes into the store: assertions, each with its row as evidence, and rows of typed
/// tables (votes, capabilities, lists of states); with --format jsonl it is printed instead, one JSON
/// object a line. A summary says what was merged with what, rejected, or said nothing, and which codes
/// are unknown. Importing a row twice adds nothing. Files, folders, .gz and .zip. Any other table is
/// imported by a mapping file, which says what column is what.
#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// The dataset's name; with --mapping, the first path
    #[arg(value_name = "DATASET", required_unless_present_any = ["list", "mapping"])]
    pub(crate) dataset: Option<String>,
    /// Its files, or folders of them
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// List the datasets with version, coverage, reference and terms
    #[arg(long)]
    pub(crate) list: bool,
    /// A TOML file that says which column is what
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
    /// Write rows that cannot be imported here too, with line and reason
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    /// Version of the files, where it is not the one in the list
    #[arg(long, value_name = "VERSION")]
    pub(crate) dataset_version: Option<String>,
    /// The files are only a part of the dataset (one country's, say): of states that they do not name
    /// nothing is known, instead of nothing having happened
    #[arg(long)]
    pub(crate) part: bool,
    /// A summary (then the rows are stored), or assertions and rows one a line (then nothing is)
    #[arg(long, value_enum, default_value_t = ImportFormat::Text)]
    pub(crate) format: ImportFormat,
    #[command(flatten)]
    pub(crate) store: StoreArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ImportFormat {
    /// A summary of what was stored
    Text,
    /// Assertions and rows, one JSON object a line
    Jsonl,
}

/// Make a panel of dyads or states from imported datasets
///
/// A row for each two states, or each state, in each period in which they were in the system of
/// states (cow-states where that was imported). A cell is empty where the dataset does not cover it,
/// and 0 where it does and has nothing. A codebook is written beside the panel. What can be added:
/// alliance, alliance-similarity, rivalry, contiguity, crisis, dca, mid, igo, votes, ideal-points,
/// capability, events, level (with --states); of another dataset than the usual one as alliance:atop, events:icews.
#[derive(Debug, Args)]
pub(crate) struct PanelArguments {
    /// What a row is
    #[arg(value_enum, value_name = "UNIT")]
    pub(crate) unit: PanelUnit,
    /// First year
    #[arg(long, value_name = "YEAR")]
    pub(crate) from: i16,
    /// Last year
    #[arg(long, value_name = "YEAR")]
    pub(crate) to: i16,
    /// What to add, in this order, with commas between
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) add: Vec<entente_panel::Add>,
    /// Only these states: ids or Correlates of War numbers, with commas between
    #[arg(long, value_name = "STATE", value_delimiter = ',')]
    pub(crate) states: Vec<String>,
    /// The format; else by the ending of the file's name, else CSV
    #[arg(long, value_enum)]
    pub(crate) format: Option<PanelFormat>,
    /// The file [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// The codebook's file [default: beside the panel, with .codebook.md at the end]
    #[arg(long, value_name = "FILE")]
    pub(crate) codebook: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) store: StoreArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PanelUnit {
    /// Two states in a year
    DyadYear,
    /// Two states in a month
    DyadMonth,
    /// One state towards another in a year
    DirectedDyadYear,
    /// One state in a year
    StateYear,
}

impl From<PanelUnit> for entente_panel::Unit {
    fn from(unit: PanelUnit) -> Self {
        match unit {
            PanelUnit::DyadYear => Self::DyadYear,
            PanelUnit::DyadMonth => Self::DyadMonth,
            PanelUnit::DirectedDyadYear => Self::DirectedDyadYear,
            PanelUnit::StateYear => Self::StateYear,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PanelFormat {
    /// Comma-separated values
    Csv,
    /// Parquet
    Parquet,
    /// An Arrow IPC file (Feather)
    Arrow,
}

/// Query the store in SQL
///
/// One SELECT over the tables of the store and views of them: events, ties, dyad_months, coverage, votes
/// ... It reads, and changes nothing. `entente sql --tables` lists tables, views, columns and functions.
#[derive(Debug, Args)]
#[command(after_help = SQL_EXAMPLES)]
pub(crate) struct SqlArguments {
    /// The query; `-` reads standard input
    #[arg(value_name = "QUERY", required_unless_present = "tables")]
    pub(crate) query: Option<String>,
    /// List tables, views, columns and functions; with --format md, as the page docs/tables.md
    #[arg(long, conflicts_with = "query")]
    pub(crate) tables: bool,
    /// Show how the query would be run, and do not run it
    #[arg(long)]
    pub(crate) explain: bool,
    /// The format; else by the ending of the file's name, else text
    #[arg(long, value_enum)]
    pub(crate) format: Option<SqlOutput>,
    /// The file [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) store: StoreArguments,
}

const SQL_EXAMPLES: &str = "\
Examples:
  entente sql \"SELECT type, count(*) FROM events WHERE dyad = 'AZE|IRN' GROUP BY type\"
  entente sql \"SELECT * FROM ties WHERE a = actor('Egypt')\" --format csv
  entente sql \"SELECT month, sum(events) FROM dyad_months WHERE quad = 4 GROUP BY month\" --out m.parquet";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SqlOutput {
    /// Columns in line, for reading; long cells are cut
    Text,
    /// Comma-separated values
    Csv,
    /// One JSON array
    Json,
    /// JSON objects, one a line
    Jsonl,
    /// Parquet
    Parquet,
    /// An Arrow IPC file (Feather)
    Arrow,
    /// Markdown, of --tables only
    Md,
}

/// Show where the store is and what it holds, or take care of it
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct StoreCommandArguments {
    #[command(subcommand)]
    pub(crate) command: Option<StoreCommand>,
    #[command(flatten)]
    pub(crate) store: StoreArguments,
}

#[derive(Debug, Subcommand)]
pub(crate) enum StoreCommand {
    /// Merge small files into large sorted ones
    ///
    /// Answers and panels are quicker then. The files that were replaced stay until `entente store
    /// vacuum` removes them. Killed at any moment, it leaves a good store.
    Compact(StoreArguments),
    /// Remove files that the store does not need any more
    ///
    /// Those that were merged into others, and those that killed runs left. What the store held at an
    /// earlier time can then no longer be read as of that time.
    Vacuum(VacuumArguments),
}

#[derive(Debug, Args)]
pub(crate) struct VacuumArguments {
    /// Keep files that are younger: a program that opened the store before may still read them
    #[arg(long, value_name = "HOURS", default_value_t = 24)]
    pub(crate) keep_hours: u64,
    #[command(flatten)]
    pub(crate) store: StoreArguments,
}

/// Write what the store holds to a file that others read
///
/// Assertions as CSV or Parquet (a row each, with the whole record in the last column), JSON-LD or JSON
/// Lines (with the rows of typed tables, rejects and what imports cover); events and ties as a graph with dates in
/// GEXF or GraphML. CSV, Parquet, JSON-LD and JSON Lines are read back by `entente import entente FILE`.
#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    /// The format; else by the ending of the file's name
    #[arg(long, value_enum, required_unless_present = "out")]
    pub(crate) format: Option<ExportFormat>,
    /// The file [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Only these kinds: event, tie, stance, label, figure
    #[arg(long, value_enum, value_name = "KIND", value_delimiter = ',')]
    pub(crate) kind: Vec<ExportKind>,
    /// Only what these take part in: ids of actors, with commas between
    #[arg(long, value_name = "ACTOR", value_delimiter = ',')]
    pub(crate) actors: Vec<String>,
    /// Only events and ties of that day (2023-01-29) or later, and what has no date
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<Date>,
    /// Only events and ties of that day or earlier, and what has no date
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<Date>,
    /// Only what was published up to this day
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<Date>,
    #[command(flatten)]
    pub(crate) store: StoreArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// Comma-separated values
    Csv,
    /// Parquet
    Parquet,
    /// Assertions, typed rows, rejects and imports, one JSON object a line
    Jsonl,
    /// Linked data
    Jsonld,
    /// A graph for Gephi
    Gexf,
    /// A graph for anything else
    Graphml,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportKind {
    /// Who did what to whom
    Event,
    /// What stands between two
    Tie,
    /// For or against
    Stance,
    /// What somebody calls an event
    Label,
    /// A number
    Figure,
}

impl ExportKind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Tie => "tie",
            Self::Stance => "stance",
            Self::Label => "label",
            Self::Figure => "figure",
        }
    }
}

/// Print the references of datasets, or of what an answer or panel used
///
/// Names of datasets, answers (`entente ask ... --format json`) and codebooks of panels. Of an answer,
/// the documents that it quotes are printed too; datasets that came in by a mapping file are found in
/// the store.
#[derive(Debug, Args)]
pub(crate) struct CiteArguments {
    /// Names of datasets, or files of answers and codebooks; all datasets, where none is given
    #[arg(value_name = "DATASET|FILE")]
    pub(crate) of: Vec<String>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = ReferenceFormat::Text)]
    pub(crate) format: ReferenceFormat,
    #[command(flatten)]
    pub(crate) store: StoreArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReferenceFormat {
    /// A paragraph each
    Text,
    /// BibTeX
    Bibtex,
}

/// Measure a part of the program against labelled data
#[derive(Debug, Args)]
pub(crate) struct EvalArguments {
    /// What to measure
    #[arg(value_enum)]
    pub(crate) benchmark: Benchmark,
    /// The data: a folder of articles, CoNLL-U, JSONL or tab-separated files, documents
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) parser: ParserArguments,
    /// List every item, not only the figures
    #[arg(long)]
    pub(crate) verbose: bool,
    /// Only one half, by a hash of the ids (actors, spans, plover, events, petrarch,
    /// attribution, ties, levels)
    #[arg(long, value_enum)]
    pub(crate) half: Option<HalfChoice>,
    /// By the parses that come with the records, not by ours (petrarch)
    #[arg(long)]
    pub(crate) given: bool,
    /// List what is wrong in the half to develop on; the other is only counted (actors, spans, plover,
    /// events, petrarch, attribution, ties); with `meant`, in all of it
    #[arg(long)]
    pub(crate) errors: bool,
    /// Write the features of every labelled dyad-year here, as CSV or Parquet by the name's ending, and
    /// measure nothing: what the weights are fitted on (levels)
    #[arg(long, value_name = "FILE")]
    pub(crate) write_features: Option<PathBuf>,
    /// Accept the verdicts that moved (verdicts)
    #[arg(long)]
    pub(crate) accept: bool,
    /// Write reliability diagrams into this folder, as SVG (levels)
    #[arg(long, value_name = "DIR")]
    pub(crate) diagrams: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum HalfChoice {
    /// Whose errors may be looked at
    Develop,
    /// Which is only counted
    HeldOut,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Benchmark {
    /// Recall and precision on articles with a gold file beside each
    Articles,
    /// Tags and trees of CoNLL-U files
    Parse,
    /// Boundaries of sentences and tokens of CoNLL-U files, from running text
    Sentences,
    /// Names of persons, organisations and places: CoNLL-U with entities, or JSONL with tags
    Mentions,
    /// Dates and spans of time: tab-separated cases, or CoNLL-U with dates
    Dates,
    /// Who is meant by phrases, as of a day: JSONL
    Actors,
    /// Who acts and who is acted upon in sentences: JSONL with spans
    Spans,
    /// What a marked source does to a marked target, as a type or as cooperation or conflict: tab-separated
    Plover,
    /// Events of sentences in which nothing is given, against marked ones: as for `plover`
    Events,
    /// Who says what: JSONL of articles with attributions
    Attribution,
    /// How entities stand to each other: JSONL of documents with entities and relations
    Ties,
    /// Whom pronouns and descriptions of articles mean: marks as in training/news, and JSONL of articles
    Meant,
    /// Which sentences the first look passes on, and what is lost with the others: documents
    Looks,
    /// Where places lie: JSONL of documents with places located by hand
    Toponyms,
    /// Coding by dictionaries: a folder with them and unit_tests.jsonl
    Petrarch,
    /// How dyads stand: a folder with labelled dyad-years and the files of datasets
    Levels,
    /// Whether verdicts on example dyads are as they were accepted: JSON with features
    Verdicts,
}
