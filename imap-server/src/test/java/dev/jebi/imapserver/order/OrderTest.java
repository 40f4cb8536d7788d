package dev.jebi.imapserver.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.content.Content;
import dev.jebi.imapserver.command.SortCriterion;
import dev.jebi.imapserver.command.SortCriterion.Key;
import dev.jebi.imapserver.command.ThreadAlgorithm;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.NewMessage;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.mailstore.UidSet;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/// SORT and THREAD of mailboxes that were made up, against the RFC's words.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OrderTest {
    private static final Domain DOMAIN = Domain.parse("a.test");
    private static final int MAILBOXES = 120;

    private MailStore store;
    private AccountId account;
    private int mailboxes;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        store = EmbeddedStore.open(directory, StoreLimits.STANDARD, InstantSource.system());
        store.directory().addDomain(DOMAIN);
        var address = new Address("a", DOMAIN);
        account = store.directory().addAccount(address, "secret", 0, 0).orElseThrow().id();
    }

    @AfterAll
    void close() {
        store.close();
    }

    private Mailbox mailbox(List<RandomMail> mails) throws IOException {
        var name = new MailboxName("m" + mailboxes++);
        store.create(account, name, Optional.empty());
        var mailbox = store.open(account, name).orElseThrow();
        var messages = new ArrayList<NewMessage>();
        for (RandomMail mail : mails) {
            var content = Content.of(mail.text().getBytes(StandardCharsets.UTF_8));
            var head = MessageParser.parse(content, MimeLimits.STANDARD);
            messages.add(new NewMessage(content, head, Flags.NONE, mail.arrival()));
        }
        if (!messages.isEmpty()) {
            mailbox.append(messages);
        }
        return mailbox;
    }

    @Test
    void threadsAreThoseOfTheRfc() {
        Randomly.runs(
                MAILBOXES,
                "imap.thread.seed",
                random -> {
                    var mails = RandomMail.mailbox(random, 40);
                    try (var mailbox = mailbox(mails)) {
                        assertThat(threads(ThreadAlgorithm.ORDEREDSUBJECT, mailbox))
                                .isEqualTo(NaiveThreads.orderedSubject(mails));
                        assertThat(threads(ThreadAlgorithm.REFS, mailbox))
                                .isEqualTo(NaiveThreads.refs(mails));
                        assertThat(threads(ThreadAlgorithm.REFERENCES, mailbox))
                                .isEqualTo(NaiveThreads.references(mails));
                    }
                });
    }

    private static String threads(ThreadAlgorithm algorithm, Mailbox mailbox) throws IOException {
        String text = Threading.of(algorithm, mailbox, UidSet.ALL).toString();
        return text.isEmpty() ? "" : " " + text;
    }

    @Test
    void ordersAreThoseOfTheRfc() {
        Randomly.runs(
                MAILBOXES,
                "imap.sort.seed",
                random -> {
                    var mails = RandomMail.mailbox(random, 40);
                    var criteria = criteria(random);
                    try (var mailbox = mailbox(mails)) {
                        var sorted = new Ordering(criteria, _ -> 0).sort(mailbox, UidSet.ALL);
                        assertThat(sorted.stream().map(p -> (int) p.uid()).toList())
                                .as(criteria.toString())
                                .isEqualTo(sorted(mails, criteria));
                    }
                });
    }

    private static List<SortCriterion> criteria(Randomly random) {
        var criteria = new ArrayList<SortCriterion>();
        for (Key key : Key.values()) {
            if (key != Key.RELEVANCY && random.oneIn(4)) {
                criteria.add(random.between(0, criteria.size()), criterion(random, key));
            }
        }
        return criteria;
    }

    private static SortCriterion criterion(Randomly random, Key key) {
        return new SortCriterion(key, random.oneIn(2));
    }

    private static List<Integer> sorted(List<RandomMail> mails, List<SortCriterion> criteria) {
        Comparator<Integer> order = (_, _) -> 0;
        for (SortCriterion criterion : criteria) {
            Comparator<Integer> next =
                    (a, b) -> compare(mails.get(a - 1), mails.get(b - 1), criterion.key());
            order = order.thenComparing(criterion.reverse() ? next.reversed() : next);
        }
        return IntStream.rangeClosed(1, mails.size())
                .boxed()
                .sorted(order.thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static int compare(RandomMail one, RandomMail other, Key key) {
        return switch (key) {
            case ARRIVAL -> one.arrival().compareTo(other.arrival());
            case DATE -> one.date().compareTo(other.date());
            case SIZE -> Integer.compare(octets(one), octets(other));
            case SUBJECT -> text(one.base()).compareTo(text(other.base()));
            case FROM -> mailbox(one.from()).compareTo(mailbox(other.from()));
            case TO -> mailbox(one.to()).compareTo(mailbox(other.to()));
            case DISPLAYFROM -> display(one.from()).compareTo(display(other.from()));
            case DISPLAYTO -> display(one.to()).compareTo(display(other.to()));
            case CC, RELEVANCY -> 0;
        };
    }

    private static int octets(RandomMail mail) {
        return mail.text().getBytes(StandardCharsets.UTF_8).length;
    }

    /// In the order of code points, which is that of the octets of UTF-8.
    private static String text(String base) {
        return switch (base) {
            case "été", "ÉTÉ" -> "E\u0301TE\u0301";
            case "회의" -> "\u1112\u116C\u110B\u1174";
            default -> base.toUpperCase(Locale.ROOT);
        };
    }

    private static String mailbox(String address) {
        return switch (address.charAt(0)) {
            case 'B' -> "BOB";
            case '=' -> "EVA";
            case '"' -> "ZOE";
            default -> address.substring(0, address.indexOf('@')).toUpperCase(Locale.ROOT);
        };
    }

    private static String display(String address) {
        return switch (address.charAt(0)) {
            case 'B' -> "BOB Z";
            case '=' -> "E\u0301VA";
            case '"' -> "ANN, B";
            default -> address.toUpperCase(Locale.ROOT);
        };
    }
}
