//! The bounds that no document exceeds, however it is made.

/// How large a document may be. What is larger is refused with the limit and the value in the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of text. 4 MiB unless told otherwise; CloudFormation itself takes templates of 1 MB.
    pub bytes: usize,
    /// Collections and functions inside each other. 128 unless told otherwise.
    pub depth: usize,
    /// Nodes, after aliases are replaced by what they stand for. 200,000 unless told otherwise.
    pub nodes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { bytes: 4 << 20, depth: 128, nodes: 200_000 }
    }
}
