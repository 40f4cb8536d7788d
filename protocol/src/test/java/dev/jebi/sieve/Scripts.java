package dev.jebi.sieve;

import dev.jebi.content.Content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// Short ways to run a script.
final class Scripts {
    static final String MESSAGE =
            """
            From: Ada Lovelace <ada@example.org>
            To: me+lists@jebi.test
            Cc: "Other, One" <other@example.net>
            Subject: =?UTF-8?Q?Caf=C3=A9?= at noon
            Message-ID: <one@example.org>
            Date: Tue, 3 Feb 2026 09:08:07 +0900
            X-Number: 42
            X-Two: first
            X-Two: second

            Hello there.
            """;

    private Scripts() {}

    /// A script that must be right.
    static SieveScript script(String text) {
        return switch (SieveScript.compile(text, SieveLimits.STANDARD, SieveExtensions.ALL)) {
            case Compilation.Compiled(var script, _) -> script;
            case Compilation.Refused(var errors) -> throw new AssertionError(errors.toString());
        };
    }

    /// What is wrong with a script.
    static List<SieveError> errors(String text) {
        return switch (SieveScript.compile(text, SieveLimits.STANDARD, SieveExtensions.ALL)) {
            case Compilation.Compiled _ -> List.of();
            case Compilation.Refused(var errors) -> errors;
        };
    }

    static SieveOutcome run(String script) {
        return run(script, MESSAGE);
    }

    static SieveOutcome run(String script, String message) {
        return run(script, message, new World());
    }

    static SieveOutcome run(String script, String message, SieveEnvironment world) {
        var content = Content.of(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        var envelope = new SieveEnvelope("ada@example.org", "me+lists@jebi.test");
        try {
            return script(script).run(new SieveMessage(content, envelope), world);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether a test is true of the usual message; `requires` is a list of extensions.
    static boolean holds(String requires, String test) {
        return holds(requires, test, MESSAGE);
    }

    static boolean holds(String requires, String test, String message) {
        String require = requires.isEmpty() ? "" : "require [" + requires + "];\n";
        SieveOutcome outcome = run(require + "if " + test + " { discard; }", message);
        if (outcome.error().isPresent()) {
            throw new AssertionError(outcome.error().get().toString());
        }
        return outcome.actions().contains(new SieveAction.Discard());
    }

    /// A world that knows the time alone.
    record World() implements SieveEnvironment {
        @Override
        public Instant now() {
            return Instant.parse("2026-03-04T05:06:07Z");
        }
    }
}
