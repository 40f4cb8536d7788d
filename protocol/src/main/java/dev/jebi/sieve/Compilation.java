package dev.jebi.sieve;

import java.util.List;

/// What became of a script's text.
public sealed interface Compilation {
    /// The script is right.
    ///
    /// @param warnings of what is allowed and probably not meant
    record Compiled(SieveScript script, List<SieveError> warnings) implements Compilation {}

    /// The script is wrong.
    ///
    /// @param errors in the order of the text, at least one
    record Refused(List<SieveError> errors) implements Compilation {}
}
