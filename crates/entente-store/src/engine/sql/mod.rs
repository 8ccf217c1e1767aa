//! Queries in SQL over the tables of a store and views of them. They read, and change nothing.

mod answer;
mod catalogue;
mod error;
mod functions;

use std::path::Path;
use std::sync::Arc;

use datafusion::dataframe::DataFrame;
use datafusion::error::DataFusionError;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::context::SQLOptions;
use datafusion::physical_plan::displayable;
use datafusion::prelude::SessionContext;
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};
use entente_model::ImportRecord;

pub use answer::{SqlAnswer, SqlFormat};
pub use catalogue::{SqlColumn, SqlTable, sql_functions, sql_tables};
pub use error::SqlError;
pub use functions::{Names, SqlFunction};

use super::records::TableName;
use super::scan::{self, Scan};
use super::store::Store;
use super::work::Work;

/// Longest query, in bytes: deep ones take stack.
const LONGEST: usize = 1 << 16;

/// Most operators of a query: planning takes a time that grows with the square of a chain of them. A
/// thousand take a second.
const MOST_OPERATORS: usize = 1000;

impl Store {
    /// Plans a query, and begins to run it.
    ///
    /// # Errors
    ///
    /// When the query is not one `SELECT` over the tables and views of [`sql_tables`], or the store
    /// cannot be read.
    pub async fn sql(&self, query: &str, names: Arc<dyn Names>) -> Result<SqlAnswer, SqlError> {
        let frame = self.plan(query, names).await?;
        let stream = guarded(self.folder(), executing(frame)).await?;
        Ok(SqlAnswer {
            stream,
            folder: self.folder().to_owned(),
        })
    }

    /// How a query would be run: the optimised logical plan, and the physical one.
    ///
    /// # Errors
    ///
    /// As [`Store::sql`].
    pub async fn explain(&self, query: &str, names: Arc<dyn Names>) -> Result<String, SqlError> {
        let frame = self.plan(query, names).await?;
        guarded(self.folder(), explaining(frame)).await
    }

    async fn plan(&self, query: &str, names: Arc<dyn Names>) -> Result<DataFrame, SqlError> {
        if query.len() > LONGEST {
            let message = format!("the query is longer than {LONGEST} bytes");
            return Err(SqlError::new(message, None));
        }
        if operators(query) > MOST_OPERATORS {
            let message = format!("the query has more than {MOST_OPERATORS} operators");
            let hint = "`x IN (1, 2, ...)` says the same as many `x = 1 OR x = 2 OR ...`";
            return Err(SqlError::new(message, Some(hint.to_owned())));
        }
        let imports: Arc<[ImportRecord]> = self.imports().await?.into();
        // A session of its own: what a query defines does not outlive it.
        let session = scan::session();
        for function in functions::all(&names, &imports) {
            session.register_udf(function);
        }
        let mut tables = Vec::new();
        for name in TableName::ALL {
            tables.push((name.name(), self.scan(name).await?));
        }
        let query = query.trim().trim_end_matches(';').to_owned();
        if query.is_empty() {
            let hint = "one SELECT; `entente sql --tables` lists tables and columns";
            return Err(SqlError::new("there is no query", Some(hint.to_owned())));
        }
        guarded(self.folder(), planning(session, tables, query)).await
    }
}

/// How many operators a query has; none where it is no SQL, which parsing it says better.
fn operators(query: &str) -> usize {
    let tokens = Tokenizer::new(&GenericDialect {}, query).tokenize();
    let is_operator = |token: &&Token| match token {
        Token::Word(word) => matches!(word.keyword, Keyword::AND | Keyword::OR | Keyword::UNION),
        Token::Whitespace(_)
        | Token::Number(..)
        | Token::SingleQuotedString(_)
        | Token::Comma
        | Token::Period
        | Token::SemiColon
        | Token::LParen
        | Token::RParen => false,
        _ => true,
    };
    tokens.map_or(0, |tokens| tokens.iter().filter(is_operator).count())
}

fn planning(
    session: SessionContext,
    tables: Vec<(&'static str, Scan)>,
    query: String,
) -> Work<DataFrame> {
    Box::pin(async move {
        for (name, scan) in tables {
            session.register_table(name, scan.provider()?)?;
        }
        catalogue::register_views(&session).await?;
        let reading = SQLOptions::new()
            .with_allow_ddl(false)
            .with_allow_dml(false)
            .with_allow_statements(false);
        session.sql_with_options(&query, reading).await
    })
}

fn executing(frame: DataFrame) -> Work<SendableRecordBatchStream> {
    Box::pin(frame.execute_stream())
}

fn explaining(frame: DataFrame) -> Work<String> {
    Box::pin(async move {
        let logical = frame.clone().into_optimized_plan()?;
        let physical = frame.create_physical_plan().await?;
        Ok(format!(
            "{}\n\n{}",
            logical.display_indent(),
            displayable(&*physical).indent(false)
        ))
    })
}

/// Runs engine code, of which not even a panic comes through.
async fn guarded<T: Send + 'static>(folder: &Path, work: Work<T>) -> Result<T, SqlError> {
    match tokio::spawn(work).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(match error.find_root() {
            DataFusionError::IoError(_)
            | DataFusionError::ObjectStore(_)
            | DataFusionError::ParquetError(_) => {
                crate::StoreError::of_engine(folder, &error).into()
            }
            _ => SqlError::of_query(&error, &catalogue::names()),
        }),
        Err(error) => Err(crate::StoreError::damaged(folder, error).into()),
    }
}
