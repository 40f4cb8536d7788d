package dev.jebi.sieve;

import java.util.List;
import java.util.Optional;

/// The commands and tests that a script may use. There is one for mail, [Language]; the tests of
/// this package have one more, whose scripts test the first.
interface Dialect {
    /// The command of this name, in lower case.
    Optional<Signature> command(String name);

    /// The test of this name, in lower case.
    Optional<Signature> test(String name);

    /// Makes a command ready to run; `block` holds the commands of its block.
    Act act(Call call, Scope scope, List<Act> block);

    /// Makes a test ready to be asked; `tests` are those in it.
    Question question(Call call, Scope scope, List<Question> tests);
}
