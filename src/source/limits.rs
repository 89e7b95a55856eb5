//! What one document or archive may cost, in steps that do not depend on the machine.

/// Elements in each other that reading can follow at all: it calls itself for each level.
const MAX_DEPTH: usize = 1_024;

/// How much is read of one document; beyond it the document is rejected, and the batch goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Elements of HTML in each other. Real pages stay below 60; a parser's time grows with this times the page.
    pub depth: usize,
    /// Lines of a text, or elements of HTML: a book of 20,000 pages has a million lines.
    pub elements: usize,
    /// Pages of a PDF; a budget with all its attachments has 2,000.
    pub pages: usize,
    /// Seconds for a PDF; a document of 100 pages takes one.
    pub seconds: u64,
    /// Bytes of address space for a PDF; a document of 100 pages takes 50 MB.
    pub memory: u64,
    /// Members of an archive.
    pub members: usize,
    /// Bytes that an archive unpacks to. A tar.gz has to be read from its start to the end.
    pub unpacked: u64,
    /// Bytes of a tar.gz's documents that are kept in memory.
    pub kept: u64,
    /// How far a member larger than a megabyte may be packed; beyond it is a bomb.
    pub ratio: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 256,
            elements: 2_000_000,
            pages: 5_000,
            seconds: 60,
            memory: 2 << 30,
            members: 50_000,
            unpacked: 4 << 30,
            kept: 512 << 20,
            ratio: 400,
        }
    }
}

impl Limits {
    /// The usual limits, each `times` as high; the depth up to what the stack of a thread holds.
    #[must_use]
    pub fn raised(times: u32) -> Self {
        let usual = Self::default();
        let count = |limit: usize| limit.saturating_mul(times.max(1) as usize);
        let size = |limit: u64| limit.saturating_mul(u64::from(times.max(1)));
        Self {
            depth: count(usual.depth).min(MAX_DEPTH),
            elements: count(usual.elements),
            pages: count(usual.pages),
            seconds: size(usual.seconds),
            memory: size(usual.memory),
            members: count(usual.members),
            unpacked: size(usual.unpacked),
            kept: size(usual.kept),
            ratio: size(usual.ratio),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_limits_are_raised_alike() {
        assert_eq!(Limits::raised(1), Limits::default());
        assert_eq!(Limits::raised(0), Limits::default());
        let raised = Limits::raised(3);
        assert_eq!((raised.depth, raised.memory), (768, 6 << 30));
        assert_eq!(Limits::raised(1_000).depth, MAX_DEPTH);
    }
}
