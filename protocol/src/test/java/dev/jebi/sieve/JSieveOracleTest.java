package dev.jebi.sieve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;

import org.apache.jsieve.ConfigurationManager;
import org.apache.jsieve.SieveFactory;
import org.apache.jsieve.mail.Action;
import org.apache.jsieve.mail.ActionDiscard;
import org.apache.jsieve.mail.ActionFileInto;
import org.apache.jsieve.mail.ActionKeep;
import org.apache.jsieve.mail.ActionRedirect;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Scripts made up of the core of RFC 5228 come to the same here and in jSieve, which compares
/// domains without regard to case whatever the comparator is: they are compared so here.
class JSieveOracleTest {
    private static final int RUNS = 2_000;

    private static final String[] VALUES = {
        "", "a", "A", "ab", "aB c", "Re: ab", "a*b", "a?b", "a\\\\b", "aaab", "abab", "x@y"
    };

    /// Without a backslash before an ordinary letter, of which RFC 5228 §2.7.1 says nothing, and
    /// without an empty one, which jSieve finds in fields that are not there.
    private static final String[] KEYS = {"a", "A", "ab", "aB c", "Re: ab", "aaab", "x@y"};

    private static final String[] PATTERNS = {
        "*", "?", "a*", "*b", "a?", "*a*b*", "??", "a\\\\*b", "a\\\\?b", "*?*", "ab*ab", "re:*"
    };
    private static final String[] ADDRESSES = {
        "ada@example.org",
        "Bob <bob@Example.NET>",
        "\"C, D\" <c.d@sub.example.org>",
        "ADA@EXAMPLE.ORG"
    };
    private static final String[] ADDRESS_KEYS = {
        "ada@example.org",
        "ada",
        "example.org",
        "Example.net",
        "c.d",
        "*example*",
        "bob@example.net"
    };
    private static final String[] NAMES = {"Subject", "X-One", "x-two", "X-None"};

    private final SieveFactory jsieve;

    JSieveOracleTest() throws Exception {
        jsieve = new ConfigurationManager().build();
    }

    @Test
    void randomScriptsComeToTheSame() throws Exception {
        var seeds = new SplittableRandom();
        for (int run = 0; run < RUNS; run++) {
            long seed = Long.getLong("jsieve.seed", seeds.nextLong());
            compare(new SplittableRandom(seed), seed);
        }
    }

    private void compare(RandomGenerator random, long seed) throws Exception {
        String script = "require [\"fileinto\"];\n" + commands(random, 2);
        byte[] message = message(random).getBytes(StandardCharsets.UTF_8);
        var theirs = new JSieveMail(message);
        jsieve.interpret(theirs, new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)));
        SieveOutcome ours =
                Scripts.script(script)
                        .run(
                                new SieveMessage(
                                        Content.of(message),
                                        new SieveEnvelope("ada@example.org", "me@jebi.test")),
                                new Scripts.World());
        assertThat(ours.error()).isEmpty();
        assertThat(described(ours))
                .as(
                        "-Djsieve.seed=%s%n%s%n%s",
                        seed, script, new String(message, StandardCharsets.UTF_8))
                .isEqualTo(described(theirs.getActions()));
    }

    private static TreeSet<String> described(SieveOutcome outcome) {
        var all = new TreeSet<String>();
        for (SieveAction action : outcome.actions()) {
            switch (action) {
                case SieveAction.Keep _ -> all.add("keep");
                case SieveAction.FileInto fileInto -> all.add(fileInto.target().mailbox());
                case SieveAction.Redirect redirect -> all.add(redirect.to().toString());
                case SieveAction _ -> {}
            }
        }
        return all;
    }

    private static TreeSet<String> described(List<Action> actions) {
        var all = new TreeSet<String>();
        for (Action action : actions) {
            switch (action) {
                case ActionKeep _ -> all.add("keep");
                case ActionFileInto fileInto -> all.add(fileInto.getDestination());
                case ActionRedirect redirect -> all.add(redirect.getAddress());
                case ActionDiscard _ -> {}
                case Action other -> all.add(other.toString());
            }
        }
        return all;
    }

    private static String message(RandomGenerator random) {
        var text = new StringBuilder();
        for (String name : List.of("Subject", "X-One", "X-Two", "X-Two")) {
            if (random.nextInt(4) > 0) {
                String value = pick(random, VALUES).replace("\\\\", "\\");
                text.append(name).append(": ").append(value).append("\r\n");
            }
        }
        text.append("From: ").append(pick(random, ADDRESSES)).append("\r\n");
        text.append("To: ")
                .append(pick(random, ADDRESSES))
                .append(", ")
                .append(pick(random, ADDRESSES))
                .append("\r\n\r\n");
        return text.append("x".repeat(random.nextInt(200))).append("\r\n").toString();
    }

    private static String commands(RandomGenerator random, int depth) {
        var text = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            text.append(command(random, depth));
        }
        return text.toString();
    }

    private static String command(RandomGenerator random, int depth) {
        int what = random.nextInt(depth > 0 ? 9 : 5);
        return switch (what) {
            case 0 -> "keep;\n";
            case 1 -> "discard;\n";
            case 2 -> "fileinto \"" + pick(random, "A", "B", "C") + "\";\n";
            case 3 -> "redirect \"" + pick(random, "r@example.org", "s@example.org") + "\";\n";
            case 4 -> random.nextInt(6) == 0 ? "stop;\n" : "";
            default -> branches(random, depth);
        };
    }

    private static String branches(RandomGenerator random, int depth) {
        var text = new StringBuilder("if " + test(random, 2) + block(random, depth));
        while (random.nextInt(3) == 0) {
            text.append("elsif ").append(test(random, 2)).append(block(random, depth));
        }
        if (random.nextBoolean()) {
            text.append("else").append(block(random, depth));
        }
        return text.toString();
    }

    private static String block(RandomGenerator random, int depth) {
        return " {\n" + commands(random, depth - 1) + "}\n";
    }

    private static String test(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> pick(random, "true", "false");
            case 1 -> "exists [" + names(random) + "]";
            case 2 -> "size " + pick(random, ":over ", ":under ") + random.nextInt(400);
            case 3, 4 ->
                    "header "
                            + match(random)
                            + "["
                            + names(random)
                            + "] [\""
                            + pick(random, PATTERNS)
                            + "\", \""
                            + pick(random, KEYS)
                            + "\"]";
            case 5 ->
                    "address "
                            + pick(random, "", ":is ", ":contains ", ":matches ")
                            + pick(random, ":all ", ":localpart ", ":domain ")
                            + "[\"from\", \"to\"] \""
                            + pick(random, ADDRESS_KEYS)
                            + "\"";
            case 6 -> "not " + test(random, depth - 1);
            case 7 -> "allof (" + test(random, depth - 1) + ", " + test(random, depth - 1) + ")";
            default -> "anyof (" + test(random, depth - 1) + ", " + test(random, depth - 1) + ")";
        };
    }

    private static String names(RandomGenerator random) {
        return "\"" + pick(random, NAMES) + "\", \"" + pick(random, NAMES) + "\"";
    }

    private static String match(RandomGenerator random) {
        return pick(random, "", ":is ", ":contains ", ":matches ")
                + pick(random, "", ":comparator \"i;octet\" ", ":comparator \"i;ascii-casemap\" ");
    }

    private static String pick(RandomGenerator random, String... from) {
        return from[random.nextInt(from.length)];
    }
}
