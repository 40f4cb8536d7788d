package dev.jebi.daemon;

/// What can be done with Sieve scripts. The first word is the account's address, or empty for the
/// scripts of the system.
enum RuleAct {
    /// Name, then the text in pieces.
    PUT,
    /// The text in pieces.
    CHECK,
    /// Name.
    GET,
    /// Nothing more.
    LIST,
    /// Name; empty for none.
    ACTIVATE,
    /// Name.
    REMOVE
}
