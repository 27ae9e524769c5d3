//! [`ReleaseChannel`]: where releases of one kind go, who may read them, and what may be overwritten.

/// Where releases of one kind go, who may read them, and what may be overwritten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseChannel {
    /// Its name: lower-case letters, digits and hyphens, beginning with a letter.
    pub name: String,
    /// The construct id of its bucket. Channels that name the same one share a bucket, and have the same readers.
    pub bucket: String,
    /// What the keys of a release begin with.
    pub prefix: ReleasePrefix,
    /// Who may read it.
    pub readers: Readers,
    /// Whether what is released may be overwritten. Off by default: the bucket refuses to put what is there already.
    pub overwrite: bool,
}

/// What the keys of a release begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReleasePrefix {
    /// The commit: `<commit>/`.
    Commit,
    /// The commit, below a folder: `alpha/<commit>/`.
    CommitBelow(String),
    /// The name of the release: `<release>/`.
    Release,
}

/// Who may read what is in a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Those whom the account itself allows it.
    Account,
    /// These accounts too, by their 12 digits.
    Accounts(Vec<String>),
    /// Everybody, without an account: by the policy of the bucket, never by access control lists. Objects can be read by
    /// those who know their keys, and nobody is told the keys.
    Everyone,
}

impl ReleaseChannel {
    /// A channel that only its account reads, in a bucket of its own. Nothing in it is overwritten.
    pub fn new(name: impl Into<String>, prefix: ReleasePrefix) -> Self {
        let name = name.into();
        ReleaseChannel { bucket: name.clone(), name, prefix, readers: Readers::Account, overwrite: false }
    }

    /// `internal`: each commit that is built, for tests inside the account.
    pub fn internal() -> Self {
        ReleaseChannel::new("internal", ReleasePrefix::Commit)
    }

    /// `alpha`: commits that are handed out before they are released, in the bucket `public`, for everybody who is told where.
    pub fn alpha() -> Self {
        let channel = ReleaseChannel::new("alpha", ReleasePrefix::CommitBelow("alpha".to_owned()));
        ReleaseChannel { bucket: "public".to_owned(), readers: Readers::Everyone, ..channel }
    }

    /// `release`: what has a name, in the bucket `public`, for everybody.
    pub fn release() -> Self {
        let channel = ReleaseChannel::new("release", ReleasePrefix::Release);
        ReleaseChannel { bucket: "public".to_owned(), readers: Readers::Everyone, ..channel }
    }

    /// With who may read it.
    #[must_use]
    pub fn readers(mut self, readers: Readers) -> Self {
        self.readers = readers;
        self
    }
}

impl ReleasePrefix {
    /// What the keys of that product's releases match.
    pub(super) fn pattern(&self, product: &str) -> String {
        match self {
            ReleasePrefix::Commit | ReleasePrefix::Release => format!("*/{product}/*"),
            ReleasePrefix::CommitBelow(folder) => format!("{folder}/*/{product}/*"),
        }
    }
}
