//! A JSON object that is written field by field to whoever reads it.

use anyhow::Context as _;
use bytes::Bytes;
use serde::Serialize;
use tokio::sync::mpsc::Sender;

/// What is gathered before it is sent on, in bytes.
const PIECE: usize = 16 * 1024;

/// Writes the object.
pub(super) struct Writer {
    to: Sender<anyhow::Result<Bytes>>,
    text: Vec<u8>,
    next: &'static str,
}

impl Writer {
    pub(super) fn new(to: Sender<anyhow::Result<Bytes>>) -> Self {
        Self { to, text: Vec::new(), next: "{\n" }
    }

    /// A field.
    pub(super) async fn field(&mut self, name: &str, value: &impl Serialize) -> anyhow::Result<()> {
        self.name(name)?;
        serde_json::to_writer_pretty(&mut self.text, value)?;
        self.next = ",\n";
        self.pass_on(PIECE).await
    }

    /// Begins a field that is a list, whose items follow.
    pub(super) async fn begin_list(&mut self, name: &str) -> anyhow::Result<()> {
        self.name(name)?;
        self.next = "[\n";
        self.pass_on(PIECE).await
    }

    /// An item of the list.
    pub(super) async fn item(&mut self, value: &impl Serialize) -> anyhow::Result<()> {
        self.text.extend(self.next.as_bytes());
        serde_json::to_writer_pretty(&mut self.text, value)?;
        self.next = ",\n";
        self.pass_on(PIECE).await
    }

    /// Ends the list.
    pub(super) async fn end_list(&mut self) -> anyhow::Result<()> {
        self.text.extend(if self.next == "[\n" { b"[]".as_slice() } else { b"\n]" });
        self.next = ",\n";
        self.pass_on(PIECE).await
    }

    /// Ends the object.
    pub(super) async fn end(&mut self) -> anyhow::Result<()> {
        self.text.extend(b"\n}\n");
        self.pass_on(0).await
    }

    fn name(&mut self, name: &str) -> anyhow::Result<()> {
        self.text.extend(self.next.as_bytes());
        serde_json::to_writer(&mut self.text, name)?;
        self.text.extend(b": ");
        Ok(())
    }

    async fn pass_on(&mut self, from: usize) -> anyhow::Result<()> {
        if self.text.len() <= from {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::take(&mut self.text));
        self.to.send(Ok(piece)).await.context("nobody reads any more")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use tokio::sync::mpsc;

    #[tokio::test]
    async fn what_is_written_is_json() {
        for items in [0, 1, 3000] {
            let (sender, mut receiver) = mpsc::channel(2);
            let write = async move {
                let mut out = Writer::new(sender);
                out.field("format", &"a \"test\"").await?;
                out.begin_list("items").await?;
                for number in 0..items {
                    out.item(&json!({ "number": number })).await?;
                }
                out.end_list().await?;
                out.field("last", &Value::Null).await?;
                out.end().await
            };
            let read = async {
                let mut text = Vec::new();
                while let Some(piece) = receiver.recv().await {
                    text.extend(piece.expect("a piece"));
                }
                serde_json::from_slice::<Value>(&text).expect("JSON")
            };
            let (written, value) = tokio::join!(write, read);
            written.expect("written");
            assert_eq!(value["items"].as_array().map(Vec::len), Some(items));
            assert_eq!(value["format"], "a \"test\"");
        }
    }
}
