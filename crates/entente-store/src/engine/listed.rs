//! Whether a text is one of thousands. The engine's own list of values is planned value by value, which takes longer
//! than looking.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use datafusion::arrow::array::{AsArray, BooleanArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{ScalarValue, exec_err};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

/// Whether a text is one of these. What is missing is none of them.
pub(super) fn is_listed(text: Expr, values: &[String]) -> Expr {
    static FUNCTION: LazyLock<Arc<ScalarUDF>> = LazyLock::new(|| {
        Arc::new(ScalarUDF::new_from_impl(IsListed {
            signature: Signature::any(2, Volatility::Immutable),
        }))
    });
    let values: Vec<ScalarValue> = values.iter().map(|it| it.as_str().into()).collect();
    let list = ScalarValue::List(ScalarValue::new_list_nullable(&values, &DataType::Utf8));
    FUNCTION.call(vec![text, Expr::Literal(list, None)])
}

/// `is_listed(text, list)`: the list is a constant of the plan.
#[derive(Debug, PartialEq, Eq, Hash)]
struct IsListed {
    signature: Signature,
}

impl ScalarUDFImpl for IsListed {
    fn name(&self) -> &str {
        "is_listed"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType, DataFusionError> {
        Ok(DataType::Boolean)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue, DataFusionError> {
        let [text, ColumnarValue::Scalar(ScalarValue::List(list))] = args.args.as_slice() else {
            return exec_err!("is_listed takes a text and a constant list");
        };
        let text = text.to_array(args.number_rows)?;
        let (Some(text), Some(list)) = (
            text.as_string_opt::<i32>(),
            list.values().as_string_opt::<i32>(),
        ) else {
            return exec_err!("is_listed takes a text and a list of texts");
        };
        let listed: HashSet<&str> = list.iter().flatten().collect();
        let is_listed = |it: Option<&str>| it.is_some_and(|it| listed.contains(it));
        let told: BooleanArray = text.iter().map(|it| Some(is_listed(it))).collect();
        Ok(ColumnarValue::Array(Arc::new(told)))
    }
}

#[cfg(test)]
mod tests {
    use datafusion::logical_expr::ident;
    use datafusion::prelude::SessionContext;

    use super::super::columns::Columns;
    use super::*;

    #[tokio::test]
    async fn what_is_listed_is_kept_and_what_is_missing_is_not() {
        let texts = [Some("a"), None, Some("c"), Some("")];
        let batch = Columns::default().text("id", texts).into_read().unwrap();
        let rows = async |values: &[&str]| {
            let values: Vec<String> = values.iter().map(|it| (*it).to_owned()).collect();
            let frame = SessionContext::new().read_batch(batch.clone()).unwrap();
            let kept = frame.filter(is_listed(ident("id"), &values)).unwrap();
            kept.count().await.unwrap()
        };
        assert_eq!(rows(&["c", "b", "a"]).await, 2);
        assert_eq!(rows(&[""]).await, 1);
        assert_eq!(rows(&[]).await, 0);
    }
}
