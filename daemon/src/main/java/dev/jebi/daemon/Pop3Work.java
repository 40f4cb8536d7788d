package dev.jebi.daemon;

import dev.jebi.address.Address;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.Uid;
import dev.jebi.mailstore.UniqueIds;
import dev.jebi.pop3server.Deletion;
import dev.jebi.pop3server.Pop3Policies;
import dev.jebi.pop3server.Pop3Policy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// What an administrator says of how POP3 treats an account. Safe for use by several threads.
final class Pop3Work {
    /// A list of unique ids: a million lines.
    private static final long MAX_FILE = 256L << 20;

    private static final String NONE = "none";

    private final MailStore store;
    private final Pop3Policies policies;

    Pop3Work(MailStore store) {
        this.store = store;
        this.policies = new Pop3Policies(store);
    }

    Outcome run(AdminRequest.Pop3 wanted) throws IOException {
        var words = wanted.words();
        var account = account(words.getFirst());
        var old = policies.of(account.id());
        var policy = old;
        Outcome brought = Outcome.done(List.of());
        for (String word : words.subList(1, words.size())) {
            int sign = word.indexOf('=');
            String value = word.substring(sign + 1);
            String setting = word.substring(0, Math.max(0, sign));
            if (setting.equals("ids")) {
                brought = bring(account, policy.maildrop(), Path.of(value));
            } else {
                policy = with(policy, account, setting, value);
            }
        }
        if (!policy.equals(old) && !policies.put(account.id(), policy)) {
            return Outcome.failed(ExitCode.BAD_DATA, "the account was removed meanwhile");
        }
        return brought.lines().isEmpty() && brought.complaint().isEmpty()
                ? Outcome.done(line(account, policy))
                : brought;
    }

    private Pop3Policy with(Pop3Policy policy, Account account, String setting, String value) {
        return switch (setting) {
            case "standard" -> Pop3Policy.STANDARD;
            case "maildrop" -> policy.withMaildrop(maildrop(account, value));
            case "dele" -> policy.withDeletion(deletion(value));
            case "retr" -> policy.withExpireDays(expiry(value));
            case "min-age" -> policy.withMinimalAge(span(value));
            case "login-delay" -> policy.withLoginDelay(span(value));
            default -> throw new IllegalArgumentException("no such setting: " + setting);
        };
    }

    private Account account(String address) {
        return store.directory()
                .account(Address.parse(address).toString())
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "there is no account "
                                        + address
                                        + "; 'jebi account list' shows all"));
    }

    private MailboxName maildrop(Account account, String value) {
        var name = new MailboxName(value);
        if (store.mailbox(account.id(), name).isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no mailbox " + name + " in " + account.address() + "; make it first");
        }
        return name;
    }

    private static Deletion deletion(String value) {
        return switch (value) {
            case "server" -> new Deletion.AsServer();
            case "delete" -> new Deletion.ForGood();
            case "backup" -> new Deletion.Backup(OptionalInt.empty());
            default -> {
                if (!value.startsWith("backup:")) {
                    throw new IllegalArgumentException(
                            "'"
                                    + value
                                    + "' is no way to delete; write delete, backup, backup:30d"
                                    + " or server");
                }
                int days = days(value.substring("backup:".length()));
                yield new Deletion.Backup(OptionalInt.of(days));
            }
        };
    }

    private static OptionalInt expiry(String value) {
        return switch (value) {
            case "keep" -> OptionalInt.empty();
            case "delete" -> OptionalInt.of(0);
            default -> OptionalInt.of(days(value));
        };
    }

    private static int days(String value) {
        var time = Quantity.time(value);
        if (!time.equals(Duration.ofDays(time.toDays())) || time.toDays() < 1) {
            throw new IllegalArgumentException("'" + value + "' is no number of days; write 30d");
        }
        return Math.toIntExact(Math.min(time.toDays(), Integer.MAX_VALUE));
    }

    private static Duration span(String value) {
        return value.equals(NONE) ? Duration.ZERO : Quantity.time(value);
    }

    private static String line(Account account, Pop3Policy policy) {
        return String.join(
                "\t",
                account.address().toString(),
                "maildrop=" + policy.maildrop(),
                "dele=" + word(policy.deletion()),
                "retr=" + expiry(policy.expireDays()),
                "min-age=" + span(policy.minimalAge()),
                "login-delay=" + span(policy.loginDelay()));
    }

    private static String word(Deletion deletion) {
        return switch (deletion) {
            case Deletion.AsServer() -> "server";
            case Deletion.ForGood() -> "delete";
            case Deletion.Backup(var days) ->
                    days.isPresent() ? "backup:" + days.getAsInt() + "d" : "backup";
        };
    }

    private static String expiry(OptionalInt days) {
        return days.isEmpty() ? "keep" : days.getAsInt() == 0 ? "delete" : days.getAsInt() + "d";
    }

    private static String span(Duration span) {
        return span.isZero()
                ? NONE
                : span.equals(Duration.ofDays(span.toDays()))
                        ? span.toDays() + "d"
                        : span.toSeconds() + "s";
    }

    /// Gives messages that are here already the unique ids that a list has for them: lines of an id
    /// and a Message-ID or a UID, in either order.
    private Outcome bring(Account account, MailboxName name, Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE) {
            throw new IllegalArgumentException("there is no list " + file + " to be read here");
        }
        var byMessage = new HashMap<String, Deque<String>>();
        var ids = new HashMap<Uid, String>();
        try (Mailbox mailbox =
                store.open(account.id(), name)
                        .orElseThrow(() ->
                                new IllegalArgumentException("there is no mailbox " + name))) {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                read(line, byMessage, ids);
            }
            if (!byMessage.isEmpty()) {
                match(mailbox, byMessage, ids);
            }
            ids.keySet().removeIf(uid -> mailbox.list().find(uid.value()) < 0);
            long validity = mailbox.info().uidValidity().value();
            int taken = new UniqueIds(store.register()).put(account.id(), validity, ids);
            return Outcome.done(name + ": " + taken + " messages have the ids of the list");
        }
    }

    private static void read(
            String line, Map<String, Deque<String>> byMessage, Map<Uid, String> ids) {
        String[] words = line.strip().split("[ \t]+", -1);
        if (words.length != 2) {
            return; // a heading, or a message without Message-ID
        }
        for (int i = 0; i < 2; i++) {
            String key = words[i];
            String id = words[1 - i];
            if (key.startsWith("<") && key.endsWith(">")) {
                byMessage.computeIfAbsent(key, _ -> new ArrayDeque<>()).add(id);
                return;
            }
        }
        if (words[0].matches("[1-9][0-9]{0,9}") && Long.parseLong(words[0]) <= 0xFFFF_FFFFL) {
            ids.put(new Uid(Long.parseLong(words[0])), words[1]);
        }
    }

    /// Copies of a message get the ids in their order.
    private static void match(
            Mailbox mailbox, Map<String, Deque<String>> byMessage, Map<Uid, String> ids)
            throws IOException {
        for (long value : mailbox.uids()) {
            var uid = new Uid(value);
            var messageId = mailbox.head(uid).flatMap(head -> head.envelope().messageId());
            var left = byMessage.get(messageId.map(String::strip).orElse(""));
            if (left != null && !left.isEmpty()) {
                ids.put(uid, left.removeFirst());
            }
        }
    }
}
