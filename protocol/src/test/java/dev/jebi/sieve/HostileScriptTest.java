package dev.jebi.sieve;

import static dev.jebi.sieve.Scripts.errors;
import static dev.jebi.sieve.Scripts.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/// Scripts and messages that want to hurt: every one ends, soon, with an answer.
class HostileScriptTest {
    private static final String SAMPLE =
            """
            require ["fileinto", "variables", "body", "imap4flags", "date", "include", "editheader",
              "vacation", "enotify", "relational", "foreverypart", "mime", "duplicate"];
            # comment
            if anyof (header :matches "subject" "*a?b*", not address :all :is ["to"] "x@y.z",
                size :over 1K, /* here */ body :content "text" :contains "q") {
              set :upper "v" "${1}x"; fileinto "A.${v}"; addflag "\\\\Seen";
            } elsif currentdate :value "ge" "date" "2020-01-01" { vacation :days 3 text:
            gone
            ..
            .
            ; } else { foreverypart { if header :mime :type "content-type" "text" { break; } } }
            addheader "X-A" "b"; deleteheader :index 1 "x-a"; notify "mailto:a@b.c"; stop;
            """;

    @Test
    void nestingIsBounded() {
        assertThat(errors("if true { ".repeat(5_000))).isNotEmpty();
        assertThat(errors("if " + "not ".repeat(100_000) + "true { keep; }")).isNotEmpty();
        assertThat(errors("if " + "anyof (".repeat(100_000))).isNotEmpty();
        assertThat(errors("[".repeat(100_000))).isNotEmpty();
        assertThat(errors("/*".repeat(1_000))).hasSize(1);
        assertThat(errors("keep \"" + "x".repeat(100_000))).isNotEmpty();
        assertThat(errors("#" + "x".repeat(2 << 20))).hasSize(1);
        assertThat(errors("}".repeat(10_000))).hasSizeLessThan(100);
    }

    @Test
    void aRunIsBounded() {
        String doubling =
                "require \"variables\"; set \"a\" \"0123456789\";"
                        + "set \"a\" \"${a}${a}${a}${a}\";".repeat(40)
                        + "set \"b\" \""
                        + "${a}".repeat(30)
                        + "\";";
        assertThat(run(doubling).error()).isPresent();
        String many =
                "require \"variables\"; set \"a\" \"0123456789\";"
                        + "set \"a\" \"${a}${a}\";".repeat(16)
                        + "if string :contains \"${a}\" \"x${a}\" { stop; }".repeat(20_000);
        assertThat(run(many).error()).isPresent();
        String flags = "require \"imap4flags\"; ";
        for (int i = 0; i < 400; i++) {
            flags += "addflag \"f" + i + "\";";
        }
        SieveOutcome outcome = run(flags);
        assertThat(((SieveAction.Keep) outcome.actions().getFirst()).flags()).hasSize(256);
    }

    @Test
    void aLongHeaderAndManyPartsCostNoMoreThanTheyMay() {
        String header = "X-A: b\n".repeat(120_000) + "\nbody\n";
        SieveOutcome outcome = run("if header \"x-none\" \"a\" { stop; }\n".repeat(20_000), header);
        assertThat(outcome.error()).isPresent();
        String parts =
                "Content-Type: multipart/mixed; boundary=b\n\n"
                        + "--b\n\nx\n".repeat(9_000)
                        + "--b--\n";
        String tests = "if exists :mime :anychild \"x-none\" { stop; }\n".repeat(2_000);
        assertThat(run("require \"mime\";" + tests, parts).error()).isPresent();
    }

    @Test
    void includesAreBounded() throws IOException {
        var world =
                new SieveEnvironment() {
                    @Override
                    public java.time.Instant now() {
                        return java.time.Instant.EPOCH;
                    }

                    @Override
                    public SieveScripts scripts() {
                        return (_, name) ->
                                java.util.Optional.of(
                                        "require \"include\"; include \""
                                                + name
                                                + "a\"; include \""
                                                + name
                                                + "b\";");
                    }
                };
        assertThat(
                        Scripts.run("require \"include\"; include \"x\";", Scripts.MESSAGE, world)
                                .error())
                .isPresent();
        assertThat(
                        SieveScript.compile(
                                "require \"include\"; include \"x\";",
                                SieveLimits.STANDARD,
                                SieveExtensions.ALL,
                                world.scripts()))
                .isInstanceOf(Compilation.Refused.class);
    }

    @Test
    void brokenScriptsAreToldAndNeverThrow() throws IOException {
        var seeds = new SplittableRandom();
        for (int i = 0; i < 3_000; i++) {
            long seed = Long.getLong("hostile.seed", seeds.nextLong());
            String script = broken(new SplittableRandom(seed));
            try {
                if (SieveScript.compile(script, SieveLimits.STANDARD, SieveExtensions.ALL)
                        instanceof Compilation.Compiled(var compiled, _)) {
                    compiled.run(message(seed), new Scripts.World());
                }
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("-Dhostile.seed=" + seed + "\n" + script, e);
            }
        }
    }

    private static String broken(SplittableRandom random) {
        var script = new StringBuilder(SAMPLE);
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(script.length());
            int end = Math.min(script.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> script.delete(at, end);
                case 1 -> script.insert(at, script.substring(at, end));
                case 2 -> script.insert(at, (char) random.nextInt(0x110));
                default -> {
                    int from = random.nextInt(script.length());
                    script.insert(at, script, from, Math.min(script.length(), from + 30));
                }
            }
        }
        return script.toString();
    }

    private static SieveMessage message(long seed) {
        var random = new SplittableRandom(seed);
        byte[] octets = Scripts.MESSAGE.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(8); i > 0; i--) {
            octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
        }
        return new SieveMessage(Content.of(octets), new SieveEnvelope("", "me@jebi.test"));
    }
}
