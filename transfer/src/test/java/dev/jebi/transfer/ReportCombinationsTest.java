package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.MailLane;
import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.mailstore.MailQueue.Particulars;
import dev.jebi.mailstore.QueueId;
import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.smtp.DeliveryWishes.Returned;
import dev.jebi.smtp.RecipientWishes;
import dev.jebi.smtp.RecipientWishes.Notice;
import dev.jebi.smtp.RecipientWishes.OriginalRecipient;
import dev.jebi.smtp.Reply;
import dev.jebi.testkit.Randomly;
import dev.jebi.transfer.Outcome.Attempt;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Every combination of NOTIFY, RET, ENVID and ORCPT with everything that an attempt can come to
/// (RFC 3461, RFC 3464, RFC 6533).
final class ReportCombinationsTest {
    private static final String HEADER =
            "From: alice@us.test\r\nMessage-ID: <1@us.test>\r\nSubject: combination\r\n";
    private static final String HOST = "mx.b.test";

    private final SettableClock clock = new SettableClock();
    private final Settling settling =
            new Settling(
                    new Bounce(new FakeDirectory(), "us.test", clock),
                    new RetryPolicy(RelayLimits.STANDARD, new Random(1)));

    /// What an attempt comes to.
    private enum End {
        TAKEN_BY_A_PEER_THAT_REPORTS,
        TAKEN_BY_A_PEER_THAT_DOES_NOT,
        REFUSED,
        DEFERRED,
        DEFERRED_AND_LATE,
        EXPIRED
    }

    private record Combination(
            Optional<Set<Notice>> notices,
            Optional<Returned> ret,
            Optional<String> envelopeId,
            Optional<OriginalRecipient> orcpt,
            End end,
            boolean international,
            int size) {
        /// RFC 3461 §4.1, §5.2, §6.2, in the reading of a test.
        Optional<String> action() {
            return switch (end) {
                case TAKEN_BY_A_PEER_THAT_REPORTS, DEFERRED -> Optional.empty();
                case TAKEN_BY_A_PEER_THAT_DOES_NOT -> when(Notice.SUCCESS, false, "relayed");
                case REFUSED, EXPIRED -> when(Notice.FAILURE, true, "failed");
                case DEFERRED_AND_LATE -> when(Notice.DELAY, true, "delayed");
            };
        }

        private Optional<String> when(Notice notice, boolean unasked, String action) {
            return notices.map(set -> set.contains(notice)).orElse(unasked)
                    ? Optional.of(action)
                    : Optional.empty();
        }

        boolean whole() {
            int most = ret.map(r -> r == Returned.FULL ? 1 << 20 : -1).orElse(64 << 10);
            return (end == End.REFUSED || end == End.EXPIRED) && HEADER.length() + size < most;
        }
    }

    @Test
    void everyCombinationIsReportedAsItsOriginatorWished() {
        Randomly.runs(
                1,
                "jebi.seed",
                random -> {
                    for (var combination : combinations(random)) {
                        var reports = reports(combination);
                        assertThat(reports)
                                .as("%s", combination)
                                .hasSize(combination.action().isPresent() ? 1 : 0);
                        if (!reports.isEmpty()) {
                            check(combination, reports.getFirst());
                        }
                    }
                });
    }

    private static List<Combination> combinations(Randomly random) {
        var all = new ArrayList<Combination>();
        var originals =
                List.of(
                        Optional.<OriginalRecipient>empty(),
                        Optional.of(new OriginalRecipient("rfc822", "Bob+x@b.test")),
                        Optional.of(new OriginalRecipient("utf-8", "밥@b.test")));
        for (var notify : notifies()) {
            for (var ret : optionals(Returned.values())) {
                for (var orcpt : originals) {
                    ofEnds(random, notify, ret, orcpt, all);
                }
            }
        }
        return all;
    }

    private static void ofEnds(
            Randomly random,
            Optional<Set<Notice>> notify,
            Optional<Returned> ret,
            Optional<OriginalRecipient> orcpt,
            List<Combination> all) {
        for (var envelopeId : optionals("QQ 314+=x")) {
            for (var end : End.values()) {
                boolean international = random.oneIn(2);
                int size = random.pick(5, 5, 5, 70 << 10, (1 << 20) + 1);
                all.add(new Combination(notify, ret, envelopeId, orcpt, end, international, size));
            }
        }
    }

    private static List<Optional<Set<Notice>>> notifies() {
        var all = new ArrayList<Optional<Set<Notice>>>();
        all.add(Optional.empty());
        for (int bits = 0; bits < 8; bits++) {
            var set = EnumSet.noneOf(Notice.class);
            for (var notice : Notice.values()) {
                if ((bits & 1 << notice.ordinal()) != 0) {
                    set.add(notice);
                }
            }
            all.add(Optional.of(set));
        }
        return all;
    }

    @SafeVarargs
    private static <T> List<Optional<T>> optionals(T... values) {
        var all = new ArrayList<Optional<T>>();
        all.add(Optional.empty());
        for (T value : values) {
            all.add(Optional.of(value));
        }
        return all;
    }

    /// RFC 3461 §6.1, RFC 5321 §4.5.5: what has no sender has nobody to tell, whatever it wishes.
    @Test
    void ofWhatHasNoSenderNothingIsReported() {
        Randomly.runs(
                1,
                "jebi.seed",
                random -> {
                    for (var combination : combinations(random)) {
                        assertThat(reports(combination, ReversePath.NULL))
                                .as("%s", combination)
                                .isEmpty();
                    }
                });
    }

    private List<Incoming> reports(Combination of) {
        return reports(of, ReversePath.of(Address.parse("alice@us.test")));
    }

    private List<Incoming> reports(Combination of, ReversePath from) {
        var wishes =
                new DeliveryWishes(
                        DeliveryWishes.Body.SEVEN_BIT,
                        of.ret(),
                        of.envelopeId(),
                        DeliveryWishes.TlsWish.AS_USUAL,
                        Optional.empty(),
                        Optional.empty(),
                        0);
        var entry =
                new Entry(
                        new QueueId(5),
                        1,
                        Address.parse(of.international() ? "밥@b.test" : "bob@b.test"),
                        from,
                        clock.instant(),
                        1,
                        clock.instant(),
                        false,
                        false,
                        of.international(),
                        false,
                        100,
                        "",
                        new Particulars(
                                wishes,
                                new RecipientWishes(of.notices(), of.orcpt()),
                                MailLane.PERSON,
                                "x"));
        var content =
                (HEADER + "\r\n" + "x".repeat(60).concat("\r\n").repeat(of.size() / 62 + 1))
                        .getBytes(StandardCharsets.US_ASCII);
        var age =
                switch (of.end()) {
                    case DEFERRED_AND_LATE -> Duration.ofHours(5);
                    case EXPIRED -> Duration.ofDays(6);
                    default -> Duration.ofMinutes(1);
                };
        return settling.reports(
                List.of(new Attempt(entry, outcome(of.end()))),
                () -> Content.of(content),
                clock.instant().plus(age));
    }

    private static Outcome outcome(End end) {
        return switch (end) {
            case TAKEN_BY_A_PEER_THAT_REPORTS -> delivered(true);
            case TAKEN_BY_A_PEER_THAT_DOES_NOT -> delivered(false);
            case REFUSED ->
                    new Outcome.Failed(Diagnosis.of(Reply.of(550, "5.1.1", "nobody"), HOST));
            case DEFERRED, DEFERRED_AND_LATE, EXPIRED ->
                    new Outcome.Deferred(Diagnosis.of(Reply.of(450, "4.2.1", "later"), HOST));
        };
    }

    private static Outcome delivered(boolean reports) {
        return new Outcome.Delivered(
                Diagnosis.of(Reply.of(250, "2.0.0", "taken"), HOST), reports, true);
    }

    private static void check(Combination of, Incoming report) throws IOException {
        var text = new String(report.content().octets(), StandardCharsets.UTF_8);
        var about = assertThat(text).as("%s", of);
        assertThat(report.reversePath()).isEqualTo(ReversePath.NULL);
        assertThat(report.lane()).isEqualTo(MailLane.REPORT);
        about.contains("\r\nAction: " + of.action().orElseThrow() + "\r\n")
                .contains("report-type=delivery-status")
                .contains("\r\nReporting-MTA: dns; us.test\r\n")
                .contains("\r\nRemote-MTA: dns; " + HOST + "\r\n");
        about.contains(
                "\r\nStatus: "
                        + switch (of.end()) {
                            case TAKEN_BY_A_PEER_THAT_REPORTS, TAKEN_BY_A_PEER_THAT_DOES_NOT ->
                                    "2.0.0";
                            case REFUSED -> "5.1.1";
                            case DEFERRED, DEFERRED_AND_LATE -> "4.2.1";
                            case EXPIRED -> "5.4.7";
                        });
        if (of.envelopeId().isPresent()) {
            about.contains("\r\nOriginal-Envelope-Id: QQ 314+=x\r\n");
        } else {
            about.doesNotContain("Original-Envelope-Id");
        }
        if (of.orcpt().isPresent()) {
            var orcpt = of.orcpt().get();
            about.contains(
                    "\r\nOriginal-Recipient: " + orcpt.type() + "; " + orcpt.address() + "\r\n");
        } else {
            about.doesNotContain("Original-Recipient");
        }
        boolean global =
                of.international() || of.orcpt().filter(o -> o.type().equals("utf-8")).isPresent();
        about.contains(
                global
                        ? "Content-Type: message/global-delivery-status\r\n"
                        : "Content-Type: message/delivery-status\r\n");
        about.contains("Content-Type: " + returned(of) + "\r\n");
        assertThat(text.contains("\r\nxxxxx")).as("%s", of).isEqualTo(of.whole());
        assertThat(text).as("%s", of).contains("Subject: combination");
    }

    private static String returned(Combination of) {
        if (of.international()) {
            return of.whole() ? "message/global" : "message/global-headers";
        }
        return of.whole() ? "message/rfc822" : "text/rfc822-headers";
    }
}
