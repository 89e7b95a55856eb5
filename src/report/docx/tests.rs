//! What was written into a document is read back from its bytes.
