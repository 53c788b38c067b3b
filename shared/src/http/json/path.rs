//! Where in a value something is.

/// Where in the value something is.
#[derive(Clone, Copy)]
pub(super) enum Path<'p> {
    /// The value as a whole, and what it is called.
    Root(&'static str),
    Key(&'p Path<'p>, &'p str),
    Index(&'p Path<'p>, usize),
}

impl std::fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Root(name) => f.write_str(name),
            Self::Key(Self::Root(whole), "") => f.write_str(whole),
            Self::Key(Self::Root(_), name) => f.write_str(name),
            Self::Key(parent, name) => write!(f, "{parent}.{name}"),
            Self::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}
