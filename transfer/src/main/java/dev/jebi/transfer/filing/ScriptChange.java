package dev.jebi.transfer.filing;

import dev.jebi.sieve.SieveError;

import java.util.List;

/// How a change of an account's scripts ends.
public sealed interface ScriptChange {
    /// Done.
    ///
    /// @param warnings of what is allowed and probably not meant
    record Done(List<SieveError> warnings) implements ScriptChange {}

    /// The script is wrong.
    record Wrong(List<SieveError> errors) implements ScriptChange {}

    /// There is no such script.
    record NoSuchScript() implements ScriptChange {}

    /// There is one of that name.
    record AlreadyExists() implements ScriptChange {}

    /// It is the active one, or one that the active one includes.
    record InUse() implements ScriptChange {}

    /// Too large, too many, or too much in all.
    record OverQuota(Quota quota, String why) implements ScriptChange {}

    /// What can be no name.
    record BadName(String why) implements ScriptChange {}

    /// Which limit is met (RFC 5804 §1.3).
    enum Quota {
        /// Octets of one script.
        MAXSIZE,
        /// How many there are.
        MAXSCRIPTS,
        /// Octets in all.
        ALL
    }
}
