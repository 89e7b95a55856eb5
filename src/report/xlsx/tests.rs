//! What was written into a workbook is read back from its bytes.
