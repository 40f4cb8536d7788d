package dev.jebi.daemon;

import dev.jebi.address.Address;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.KeptChoice;
import dev.jebi.mailstore.KeptId;
import dev.jebi.mailstore.KeptMessage;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.Restoring;
import dev.jebi.mailstore.UsageReport;
import dev.jebi.mime.HeaderText;
import dev.jebi.mime.MessageHead;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What fills accounts, and what was expunged from them: tells of it, restores, drops.
final class Fullness {
    /// Expunged messages that are listed at once.
    private static final int LISTED = 10_000;

    /// The longest text of a header field that is shown, in chars.
    private static final int SHOWN = 200;

    /// The most that is asked of a report.
    private static final int REPORTED = 1_000;

    private final MailStore store;

    Fullness(MailStore store) {
        this.store = store;
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

    Outcome usage(AdminRequest.AccountUsage wanted) throws IOException {
        var account = account(wanted.address());
        var quota = store.quota(account.id());
        var kept = store.kept().amount(account.id());
        var lines = new ArrayList<String>();
        lines.add(
                String.join(
                        "\t",
                        account.address().toString(),
                        "used=" + quota.octetsUsed(),
                        "messages=" + quota.messagesUsed(),
                        "quota=" + limit(quota.octetsLimit()),
                        "quota-messages=" + limit(quota.messagesLimit()),
                        "expunged=" + kept.octets(),
                        "expunged-messages=" + kept.messages()));
        var report =
                UsageReport.of(
                        store,
                        account.id(),
                        number(wanted.largest()),
                        number(wanted.oldestAttachments()));
        report.largest().forEach(item -> lines.add(line("large", item)));
        report.oldestAttachments().forEach(item -> lines.add(line("attachment", item)));
        return Outcome.done(lines);
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) > REPORTED) {
            throw new IllegalArgumentException(
                    "'" + text + "' messages cannot be shown; write a number up to " + REPORTED);
        }
        return Integer.parseInt(text);
    }

    static String limit(long limit) {
        return limit == 0 ? "none" : Long.toString(limit);
    }

    private static String line(String kind, UsageReport.Item item) {
        return String.join(
                "\t",
                kind,
                "size=" + item.size(),
                item.internalDate().toString(),
                item.mailbox() + ":" + item.uid().value(),
                shown(item.from()),
                shown(item.subject()));
    }

    /// On a terminal nothing but text.
    private static String shown(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
        return plain.length() <= SHOWN
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, SHOWN / 2)) + "…";
    }

    Outcome undelete(AdminRequest.Undelete wanted) throws IOException {
        var account = account(wanted.address());
        var choice = choice(wanted);
        return switch (wanted.act()) {
            case "list" -> list(account, choice);
            case "restore" -> restored(account, store.kept().restore(account.id(), choice));
            case "drop" -> {
                int count = store.kept().drop(account.id(), choice);
                yield count == 0
                        ? nothing(account)
                        : Outcome.done("dropped " + messages(count) + " for good");
            }
            default -> throw new IllegalArgumentException("no such act: " + wanted.act());
        };
    }

    private static KeptChoice choice(AdminRequest.Undelete wanted) {
        Set<KeptId> ids =
                wanted.ids().isEmpty()
                        ? Set.of()
                        : Arrays.stream(wanted.ids().split(","))
                                .map(KeptId::parse)
                                .collect(Collectors.toSet());
        return new KeptChoice(
                wanted.mailbox().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new MailboxName(wanted.mailbox())),
                wanted.since().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Instant.parse(wanted.since())),
                ids);
    }

    private Outcome list(Account account, KeptChoice choice) throws IOException {
        var kept = store.kept().list(account.id(), choice, Optional.empty(), LISTED + 1);
        var lines = new ArrayList<String>();
        for (KeptMessage message : kept.subList(0, Math.min(kept.size(), LISTED))) {
            lines.add(line(message, store.kept().head(account.id(), message.id())));
        }
        return new Outcome(
                ExitCode.DONE.number(),
                lines,
                kept.size() <= LISTED
                        ? ""
                        : "these are the newest "
                                + LISTED
                                + "; for others use --mailbox and --since");
    }

    private static String line(KeptMessage message, Optional<MessageHead> head) {
        var envelope = head.map(MessageHead::envelope);
        String from =
                envelope.stream()
                        .flatMap(e -> e.from().stream())
                        .findFirst()
                        .flatMap(author -> author.name().or(author::mailbox))
                        .map(HeaderText::decode)
                        .orElse("");
        return String.join(
                "\t",
                List.of(
                        message.id().text(),
                        message.expunged().toString(),
                        message.mailbox().toString(),
                        "size=" + message.size(),
                        message.internalDate().toString(),
                        shown(from),
                        shown(
                                envelope.flatMap(e -> e.subject())
                                        .map(HeaderText::decode)
                                        .orElse(""))));
    }

    private static Outcome restored(Account account, Restoring restoring) {
        return switch (restoring) {
            case Restoring.Restored(var mailboxes) when mailboxes.isEmpty() -> nothing(account);
            case Restoring.Restored(var mailboxes) ->
                    Outcome.done(
                            mailboxes.entrySet().stream()
                                    .map(entry ->
                                            "restored "
                                                    + messages(entry.getValue())
                                                    + " into "
                                                    + entry.getKey())
                                    .toList());
            case Restoring.OverQuota(long octets, long count, int done) ->
                    Outcome.failed(
                            ExitCode.BAD_DATA,
                            "the quota of "
                                    + account.address()
                                    + " does not hold "
                                    + messages(count)
                                    + " of "
                                    + octets
                                    + " octets; restore fewer, or raise it with 'jebi account"
                                    + " quota'"
                                    + already(done));
            case Restoring.Refused(var mailbox, String why, int done) ->
                    Outcome.failed(
                            ExitCode.BAD_DATA,
                            "the mailbox "
                                    + mailbox
                                    + " cannot be made again: "
                                    + why
                                    + already(done));
            case Restoring.NoSuchAccount _ ->
                    Outcome.failed(ExitCode.BAD_DATA, "the account was removed meanwhile");
        };
    }

    private static String already(int done) {
        return done == 0 ? "" : " (" + messages(done) + " are restored)";
    }

    private static Outcome nothing(Account account) {
        return Outcome.failed(
                ExitCode.BAD_DATA,
                "nothing of that kind was expunged from "
                        + account.address()
                        + " and is still there; 'jebi undelete "
                        + account.address()
                        + "' shows all");
    }

    private static String messages(long count) {
        return count + (count == 1 ? " message" : " messages");
    }
}
