//! Work of the engines: what is awaited of them, boxed.
//!
//! The compiler makes the body of an `async fn` anew in every crate that awaits it, with all that it
//! holds. So a future of the engines, which is thousands of functions, is boxed by a plain function,
//! and made once, here.

use std::error::Error;
use std::future::{Future, poll_fn};
use std::path::Path;
use std::pin::Pin;

use datafusion::arrow::array::RecordBatch;
use datafusion::error::DataFusionError;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::physical_plan::EmptyRecordBatchStream;

use super::error::StoreError;

/// Work that an engine does.
pub(super) type Work<T, E = DataFusionError> =
    Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'static>>;

/// Runs engine code so that not even a panic in it, over a log that nobody expected, comes
/// through to the caller.
pub(super) async fn guarded<T, E>(path: &Path, work: Work<T, E>) -> Result<T, StoreError>
where
    T: Send + 'static,
    E: Error + Send + 'static,
{
    match tokio::spawn(work).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(StoreError::of_engine(path, &error)),
        Err(error) => Err(StoreError::damaged(path, error)),
    }
}

/// The next batch of a stream, and the stream: it is taken out of its place, where an empty one stands until it
/// is put back.
pub(super) fn next(
    place: &mut SendableRecordBatchStream,
) -> Work<(Option<RecordBatch>, SendableRecordBatchStream)> {
    let nothing = EmptyRecordBatchStream::new(place.schema());
    let mut stream: SendableRecordBatchStream = std::mem::replace(place, Box::pin(nothing));
    Box::pin(async move {
        let next = poll_fn(|context| stream.as_mut().poll_next(context)).await;
        Ok((next.transpose()?, stream))
    })
}
