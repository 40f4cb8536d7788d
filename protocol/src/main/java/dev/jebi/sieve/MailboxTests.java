package dev.jebi.sieve;

import java.util.List;
import java.util.Optional;

/// The tests of mailboxes and their annotations (RFC 5490, RFC 8579, RFC 9042).
final class MailboxTests {
    private MailboxTests() {}

    static Question exists(Call call, Scope scope) {
        List<Text> mailboxes = scope.texts(call, 0);
        checkNames(mailboxes, scope);
        return run -> {
            for (String mailbox : Scope.values(mailboxes, run)) {
                if (!run.environment().mailboxExists(mailbox)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static void checkNames(List<Text> mailboxes, Scope scope) {
        for (Text mailbox : mailboxes) {
            if (mailbox.constant()) {
                MailboxNames.wrong(mailbox.constantText())
                        .ifPresent(why -> scope.errors().warn(mailbox.at(), why));
            }
        }
    }

    static Question idExists(Call call, Scope scope) {
        List<Text> ids = scope.texts(call, 0);
        return run -> {
            for (String id : Scope.values(ids, run)) {
                if (!run.environment().mailboxIdExists(id)) {
                    return false;
                }
            }
            return true;
        };
    }

    /// RFC 5490 §4 and §5: an annotation that is not there matches nothing.
    static Question metadata(Call call, Scope scope) {
        boolean server = call.name().equals("servermetadata");
        Match match = MatchReader.read(call, scope);
        Optional<Text> mailbox = server ? Optional.empty() : Optional.of(scope.text(call, 0));
        mailbox.ifPresent(m -> checkNames(List.of(m), scope));
        Text annotation = scope.text(call, server ? 0 : 1);
        List<Text> keys = scope.texts(call, server ? 1 : 2);
        return run -> {
            List<String> values =
                    run.environment().metadata(name(mailbox, run), annotation.value(run)).stream()
                            .toList();
            return match.any(run, values, Scope.values(keys, run));
        };
    }

    static Question metadataExists(Call call, Scope scope) {
        boolean server = call.name().equals("servermetadataexists");
        Optional<Text> mailbox = server ? Optional.empty() : Optional.of(scope.text(call, 0));
        mailbox.ifPresent(m -> checkNames(List.of(m), scope));
        List<Text> annotations = scope.texts(call, server ? 0 : 1);
        return run -> {
            Optional<String> name = name(mailbox, run);
            for (String annotation : Scope.values(annotations, run)) {
                if (run.environment().metadata(name, annotation).isEmpty()) {
                    return false;
                }
            }
            return true;
        };
    }

    private static Optional<String> name(Optional<Text> mailbox, Evaluation run) throws SieveFault {
        return mailbox.isPresent() ? Optional.of(mailbox.get().value(run)) : Optional.empty();
    }

    /// RFC 8579 §3: a special-use attribute is a flag with a backslash.
    static void checkAttribute(Text attribute, Scope scope) {
        String name = attribute.constantText();
        boolean right =
                name.startsWith("\\")
                        && name.length() > 1
                        && name.substring(1).chars().allMatch(c -> c < 128 && atom(c));
        if (attribute.constant() && !right) {
            scope.error(
                    attribute.at(), "'" + name + "' is no special-use attribute such as \\Junk");
        }
    }

    private static boolean atom(int c) {
        return c > ' ' && c < 127 && "(){%*\"\\]".indexOf(c) < 0;
    }

    /// RFC 8579 §3.
    static Question specialUse(Call call, Scope scope) {
        Optional<Text> mailbox = scope.texts(call, 0).stream().findFirst();
        mailbox.ifPresent(m -> checkNames(List.of(m), scope));
        List<Text> attributes = scope.texts(call, 1);
        for (Text attribute : attributes) {
            checkAttribute(attribute, scope);
        }
        return run -> {
            Optional<String> name = name(mailbox, run);
            for (String attribute : Scope.values(attributes, run)) {
                if (!run.environment().specialUseExists(name, attribute)) {
                    return false;
                }
            }
            return true;
        };
    }
}
