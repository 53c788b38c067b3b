//! What callers do.

use std::fmt;

macro_rules! ops {
    ($($name:ident = $weight:literal),+ $(,)?) => {
        /// Something that a caller does.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "each is named after what it does")]
        pub enum Op {
            $($name,)+
        }

        impl Op {
            /// Everything, and how often it is done compared with the others.
            pub const ALL: &[(Self, u32)] = &[$((Self::$name, $weight),)+];
        }
    };
}

ops! {
    Invite = 14,
    InviteMany = 5,
    CreateUser = 3,
    Resend = 5,
    Revoke = 4,
    ListInvitations = 1,
    GetInvitation = 1,
    Lookup = 2,
    Accept = 18,
    AcceptSignedIn = 4,
    Decline = 2,
    RequestNew = 3,
    ListUsers = 2,
    SearchUsers = 1,
    GetUser = 1,
    Regrant = 8,
    Rename = 2,
    Demote = 2,
    Deactivate = 5,
    Reactivate = 5,
    Remove = 4,
    Leave = 1,
    EndSessionsOf = 1,
    SignIn = 8,
    SignInWrongly = 2,
    SignOut = 1,
    EndOtherSessions = 1,
    ListSessions = 1,
    CurrentSession = 1,
    SwitchAccount = 1,
    SignedToken = 1,
    Me = 3,
    RenameMe = 1,
    ChangePassword = 2,
    ForgetPassword = 3,
    CompletePasswordReset = 4,
    SendReset = 2,
    Prove = 3,
    CreateToken = 5,
    UseToken = 4,
    ListTokens = 1,
    RotateToken = 2,
    RevokeToken = 2,
    Check = 2,
    EffectiveAccess = 1,
    GrantableRoles = 1,
    CreateUnit = 2,
    ListUnits = 1,
    RenameUnit = 1,
    RetireUnit = 1,
    ReadAccount = 1,
    UpdateAccount = 1,
    ReadAccessModel = 1,
    AuditEvents = 1,
    Suspend = 1,
    Resume = 2,
    ListAccounts = 1,
    InviteAdministrator = 2,
    ExportPerson = 1,
    VendorEvents = 1,
    Health = 1,
    Nonsense = 1,
    Wait = 5,
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
