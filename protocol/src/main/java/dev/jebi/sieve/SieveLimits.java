package dev.jebi.sieve;

import java.time.Duration;

/// How much a script may be, do and take.
///
/// @param script its size
/// @param run what one run may take
/// @param variables RFC 5229 §6
/// @param actions what may come of one run
/// @param includes RFC 6609 §3.1
/// @param vacation RFC 5230 §4.1, RFC 6131 §2
public record SieveLimits(
        Script script,
        Steps run,
        Variables variables,
        Actions actions,
        Includes includes,
        Vacations vacation) {
    /// What a person's script never reaches.
    public static final SieveLimits STANDARD =
            new SieveLimits(
                    Script.STANDARD,
                    Steps.STANDARD,
                    Variables.STANDARD,
                    Actions.STANDARD,
                    Includes.STANDARD,
                    Vacations.STANDARD);

    /// @param octets of a script
    /// @param blocks how deep blocks may stand in blocks; RFC 5228 §2.10.7 has 15 at least
    /// @param tests how deep tests may stand in tests; RFC 5228 §2.10.7 has 15 at least
    /// @param arguments of one command or strings of one list
    /// @param identifier characters of a name
    /// @param errors that are told
    public record Script(
            int octets, int blocks, int tests, int arguments, int identifier, int errors) {
        static final Script STANDARD = new Script(1 << 20, 32, 32, 4096, 64, 30);
    }

    /// @param steps commands, tests and compared characters by the thousand
    /// @param headerOctets of the message's header section that are looked at
    /// @param bodyChars of decoded body text that are looked at
    /// @param parts of its MIME structure that are looked at
    /// @param depth of loops over parts (RFC 5703 §3)
    public record Steps(long steps, int headerOctets, int bodyChars, int parts, int depth) {
        static final Steps STANDARD = new Steps(300_000, 1 << 20, 16 << 20, 10_000, 4);
    }

    /// @param count of names in one script; RFC 5229 §6 has 128 at least
    /// @param name characters of a name; RFC 5229 §6 has 32 at least
    /// @param value characters of a value; RFC 5229 §6 has 4,000 at least
    /// @param matched match variables; RFC 5229 §3.2 has 9 at least
    public record Variables(int count, int name, int value, int matched) {
        static final Variables STANDARD = new Variables(256, 64, 64 << 10, 32);
    }

    /// @param all actions of a run
    /// @param redirects RFC 5228 §10 wants them few
    /// @param notifications RFC 5435 §8
    /// @param headerEdits fields added or deleted (RFC 5293)
    /// @param headerValue characters of a field that is added
    public record Actions(
            int all, int redirects, int notifications, int headerEdits, int headerValue) {
        static final Actions STANDARD = new Actions(32, 8, 8, 64, 2048);
    }

    /// @param depth of scripts that include scripts; RFC 6609 §3.1 has 3 at least
    /// @param count of scripts in all
    public record Includes(int depth, int count) {
        static final Includes STANDARD = new Includes(10, 255);
    }

    /// @param shortest between two answers to one sender; scripts that ask for less get this
    /// @param usual when the script does not say
    /// @param longest scripts that ask for more get this
    public record Vacations(Duration shortest, Duration usual, Duration longest) {
        static final Vacations STANDARD =
                new Vacations(Duration.ofMinutes(1), Duration.ofDays(7), Duration.ofDays(90));
    }
}
