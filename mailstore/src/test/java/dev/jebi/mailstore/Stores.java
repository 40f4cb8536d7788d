package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Acceptance.Accepted;
import dev.jebi.mailstore.Flags.System;
import dev.jebi.mailstore.Incoming.LocalCopy;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.smtp.DeliveryWishes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What the tests of the store share: a domain, accounts, messages.
final class Stores {
    static final Domain DOMAIN = new Domain("a.test");
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private Stores() {}

    static Account account(MailStore store, String localPart) throws IOException {
        return account(store, localPart, 0, 0);
    }

    static Account account(MailStore store, String localPart, long octets, long messages)
            throws IOException {
        store.directory().addDomain(DOMAIN);
        return store.directory()
                .addAccount(new Address(localPart, DOMAIN), "secret", octets, messages)
                .orElseThrow();
    }

    static Address remote(String localPart) {
        return new Address(localPart, new Domain("b.test"));
    }

    static Content text(String subject, String body) {
        return Content.of(
                ("Subject: " + subject + "\r\nMessage-ID: <" + subject + "@a.test>\r\n\r\n" + body)
                        .getBytes(StandardCharsets.UTF_8));
    }

    static String octets(Content content) throws IOException {
        return new String(content.octets(), StandardCharsets.ISO_8859_1);
    }

    static NewMessage message(String subject, String... flags) {
        var content = text(subject, "body of " + subject + "\r\n");
        return message(content, Flags.of(flags));
    }

    static NewMessage message(Content content, Flags flags) {
        try {
            return new NewMessage(
                    content, MessageParser.parse(content, MimeLimits.STANDARD), flags, NOW);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Incoming incoming(Content content, List<LocalCopy> copies, List<Address> relayed) {
        return new Incoming(
                content,
                0,
                message(content, Flags.NONE).head(),
                ReversePath.of(remote("sender")),
                NOW,
                copies,
                relayed.stream().map(Incoming.Relayed::to).toList(),
                false,
                false,
                DeliveryWishes.NONE);
    }

    static Incoming incoming(String subject, Account... to) {
        var copies = java.util.Arrays.stream(to).map(account -> inbox(account)).toList();
        return incoming(text(subject, "hello\r\n"), copies, List.of());
    }

    /// The standard limits, but for the size of segments.
    static StoreLimits withSegments(int octets) {
        var standard = StoreLimits.STANDARD;
        return new StoreLimits(
                octets,
                standard.lagRecords(),
                standard.lagOctets(),
                standard.batchRecords(),
                standard.batchOctets(),
                standard.keywordsPerMailbox(),
                standard.idleMessages());
    }

    /// Puts a message for somebody elsewhere into the queue.
    static void queue(MailStore store, String subject, String to) throws IOException {
        var accepted =
                store.accept(incoming(text(subject, "hello\r\n"), List.of(), List.of(remote(to))));
        if (!(accepted instanceof Accepted)) {
            throw new AssertionError("not accepted: " + subject);
        }
    }

    /// What may fail for a disk's sake.
    interface Act {
        void run() throws IOException;
    }

    /// Runs what fails only when the test does.
    static void unchecked(Act act) {
        try {
            act.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LocalCopy inbox(Account account) {
        return new LocalCopy(account.id(), MailboxName.INBOX, Flags.NONE);
    }

    static void deliver(MailStore store, String subject, Account... to) throws IOException {
        if (!(store.accept(incoming(subject, to)) instanceof Accepted)) {
            throw new AssertionError("not accepted: " + subject);
        }
    }

    static Mailbox inbox(MailStore store, Account account) throws IOException {
        return store.open(account.id(), MailboxName.INBOX).orElseThrow();
    }

    /// Counts again what the mailbox says of itself.
    static void checkCounters(Mailbox mailbox) {
        var found = new ArrayList<MessageInfo>();
        mailbox.forEach(UidSet.ALL, found::add);
        var info = mailbox.info();
        assertThat(info.exists()).isEqualTo(found.size());
        assertThat(info.octets()).isEqualTo(found.stream().mapToLong(MessageInfo::size).sum());
        assertThat(info.deleted())
                .isEqualTo(found.stream().filter(m -> m.flags().has(System.DELETED)).count());
        assertThat(info.unseen())
                .isEqualTo(found.stream().filter(m -> !m.flags().has(System.SEEN)).count());
        assertThat(found)
                .allMatch(m -> m.uid().value() < info.uidNext().value())
                .allMatch(m -> m.modSeq().compareTo(info.highestModSeq()) <= 0);
    }
}
