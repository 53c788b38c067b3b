//! What the links of invitations open.

mod acceptance;
