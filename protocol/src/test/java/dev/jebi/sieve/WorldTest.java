package dev.jebi.sieve;

import static dev.jebi.sieve.Scripts.errors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/// What scripts ask of the world: RFC 5183, RFC 5235, RFC 5435, RFC 5463, RFC 5490, RFC 6134, RFC
/// 6609, RFC 7352, RFC 8579, RFC 9042.
class WorldTest {
    private static final String ALL =
            "\"environment\", \"spamtestplus\", \"virustest\", \"mailbox\", \"mboxmetadata\","
                + " \"servermetadata\", \"special-use\", \"mailboxid\", \"enotify\", \"extlists\","
                + " \"relational\", \"comparator-i;ascii-numeric\", \"duplicate\", \"ihave\"";

    /// A world with something in it.
    private static final class Rich implements SieveEnvironment {
        private final Map<String, String> scripts = new HashMap<>();

        @Override
        public Instant now() {
            return Instant.parse("2026-03-04T05:06:07Z");
        }

        @Override
        public Optional<String> item(String name) {
            return name.equals("name") ? Optional.of("Jebi") : Optional.empty();
        }

        @Override
        public SieveScripts scripts() {
            return (location, name) -> Optional.ofNullable(scripts.get(location + " " + name));
        }

        @Override
        public boolean mailboxExists(String mailbox) {
            return mailbox.equals("Lists");
        }

        @Override
        public boolean mailboxIdExists(String id) {
            return id.equals("F1");
        }

        @Override
        public boolean specialUseExists(Optional<String> mailbox, String attribute) {
            return attribute.equals("\\Junk") && mailbox.map("Spam"::equals).orElse(true);
        }

        @Override
        public Optional<String> metadata(Optional<String> mailbox, String annotation) {
            return annotation.equals("/private/x")
                    ? Optional.of(mailbox.orElse("server"))
                    : Optional.empty();
        }

        @Override
        public boolean seen(SieveAction.Seen seen) {
            return seen.equals(new SieveAction.Seen("h", "known"));
        }

        @Override
        public OptionalDouble spam() {
            return OptionalDouble.of(0.5);
        }

        @Override
        public OptionalInt virus() {
            return OptionalInt.of(1);
        }

        @Override
        public boolean listExists(String list) {
            return list.equals("urn:ietf:params:sieve:addrbook:default");
        }

        @Override
        public boolean listed(String list, String value) {
            return listExists(list) && value.equals("ada@example.org");
        }

        @Override
        public List<String> listMembers(String list) {
            return listExists(list) ? List.of("a@example.org", "b@example.org") : List.of();
        }
    }

    private static SieveOutcome run(String script, Rich world) {
        return Scripts.run(script, Scripts.MESSAGE, world);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "environment \"name\" \"jebi\"",
                "not environment :matches \"location\" \"*\"",
                "not environment :count \"eq\" :comparator \"i;ascii-numeric\" \"x\" \"0\"",
                "spamtest :value \"eq\" :comparator \"i;ascii-numeric\" \"5\"",
                "spamtest :percent :value \"eq\" :comparator \"i;ascii-numeric\" \"50\"",
                "spamtest :count \"eq\" :comparator \"i;ascii-numeric\" \"1\"",
                "virustest \"1\"",
                "mailboxexists [\"Lists\"]",
                "not mailboxexists [\"Lists\", \"None\"]",
                "mailboxidexists \"F1\"",
                "metadata \"Lists\" \"/private/x\" \"Lists\"",
                "metadataexists \"Lists\" [\"/private/x\"]",
                "not metadataexists \"Lists\" [\"/private/x\", \"/private/y\"]",
                "servermetadata \"/private/x\" \"server\"",
                "servermetadataexists \"/private/x\"",
                "specialuse_exists \"\\\\Junk\"",
                "not specialuse_exists \"Lists\" \"\\\\Junk\"",
                "valid_notify_method \"mailto:a@example.org\"",
                "not valid_notify_method [\"mailto:a@example.org\", \"xmpp:a@example.org\"]",
                "notify_method_capability \"mailto:a@example.org\" \"online\" \"maybe\"",
                "valid_ext_list \":addrbook:default\"",
                "address :list \"from\" \":addrbook:default\"",
                "not address :list \"cc\" \":addrbook:default\"",
                "duplicate :handle \"h\" :uniqueid \"known\"",
                "not duplicate :handle \"h\" :uniqueid \"other\"",
                "not duplicate :header \"x-none\"",
                "ihave [\"fileinto\", \"date\"]",
                "not ihave \"vnd.example.nothing\"",
                "allof (not ihave \"vnd.example.nothing\", anyof (true, frobnicate :x 1))"
            })
    void answers(String test) {
        SieveOutcome outcome =
                run("require [" + ALL + "]; if " + test + " { discard; }", new Rich());
        assertThat(outcome.error()).isEmpty();
        assertThat(outcome.actions()).contains(new SieveAction.Discard());
    }

    @Test
    void whatIsSeenForTheFirstTimeIsToBeRemembered() {
        SieveOutcome outcome =
                run("require \"duplicate\"; if duplicate :seconds 60 { discard; }", new Rich());
        assertThat(outcome.actions())
                .contains(
                        new SieveAction.Remember(
                                new SieveAction.Seen("", "<one@example.org>"),
                                Duration.ofSeconds(60)));
    }

    @Test
    void behindIhaveAnUnknownCommandFailsOnlyWhenItRuns() {
        String script = "require \"ihave\"; if ihave \"vnd.x\" { xcommand 1; }";
        assertThat(run(script + " discard;", new Rich()).error()).isEmpty();
        assertThat(run(script + " else { xcommand; }", new Rich()).error()).isPresent();
        assertThat(run("require \"ihave\"; error \"so it is\";", new Rich()).error())
                .hasValueSatisfying(e -> assertThat(e.sentence()).isEqualTo("so it is"));
        assertThat(errors("xcommand 1;")).hasSize(1);
    }

    @Test
    void aListIsRedirectedTo() {
        SieveOutcome outcome =
                run("require \"extlists\"; redirect :list \":addrbook:default\";", new Rich());
        assertThat(outcome.actions()).hasSize(2);
    }

    @Test
    void includedScriptsShareGlobalsAlone() {
        var world = new Rich();
        world.scripts.put(
                "PERSONAL inner",
                """
                require ["include", "variables"];
                global "shared";
                set "shared" "${shared}+in";
                set "own" "changed";
                return;
                set "shared" "never";
                """);
        SieveOutcome outcome =
                run(
                        """
                        require ["include", "variables", "fileinto"];
                        global "shared";
                        set "shared" "out";
                        set "own" "mine";
                        include "inner";
                        include :once "inner";
                        include :optional "none";
                        fileinto "${global.shared}.${own}";
                        """,
                        world);
        assertThat(outcome.error()).isEmpty();
        assertThat(outcome.actions()).first().asString().contains("mailbox=out+in.mine");
    }

    @Test
    void stopInAnIncludedScriptStopsAll() {
        var world = new Rich();
        world.scripts.put("GLOBAL end", "discard; stop;");
        SieveOutcome outcome = run("require \"include\"; include :global \"end\"; keep;", world);
        assertThat(outcome.actions()).containsExactly(new SieveAction.Discard());
    }

    @Test
    void scriptsThatIncludeThemselvesAreAFaultAndAnError() throws IOException {
        var world = new Rich();
        String text = "require \"include\"; include \"a\";";
        world.scripts.put("PERSONAL a", text);
        assertThat(run(text, world).error()).isPresent();
        assertThat(
                        SieveScript.compile(
                                text, SieveLimits.STANDARD, SieveExtensions.ALL, world.scripts()))
                .isInstanceOf(Compilation.Refused.class);
        assertThat(run("require \"include\"; include \"none\";", world).error()).isPresent();
        assertThat(Scripts.script(text).included()).containsExactly("a");
        assertThat(errors("require \"include\"; include \"../a\";")).hasSize(1);
    }

    @Test
    void onlyAllowedExtensionsCanBeRequired() {
        assertThat(
                        SieveScript.compile(
                                "require \"vacation\";", SieveLimits.STANDARD, Set.of("fileinto")))
                .isInstanceOf(Compilation.Refused.class);
        assertThat(SieveExtensions.line(Set.of("b", "a"))).isEqualTo("a b");
    }
}
