package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.MailLane;
import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.mailstore.MailQueue.Particulars;
import dev.jebi.mailstore.QueueId;
import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.smtp.DeliveryWishes.TlsWish;
import dev.jebi.smtp.Dialect;
import dev.jebi.smtp.RecipientWishes;
import dev.jebi.smtp.SmtpClientLimits;
import dev.jebi.smtp.SmtpCommand.Mail;
import dev.jebi.smtp.SmtpCommand.Rcpt;
import dev.jebi.smtp.SmtpParser;
import dev.jebi.testkit.FakeDns;
import dev.jebi.wire.WireConnector;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The wishes of RFC 3461 as they come with MAIL and RCPT, every combination: to a peer with DSN
/// they go on as they were meant (§5.2.1), to one without none of them is said (§5.2.2), and of
/// what has nobody to tell nothing is reported.
@Timeout(600)
final class WishesOnTheWireTest {
    private static final byte[] TEXT = "A: b\r\n\r\nc\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final WireConnector WIRES = new WireConnector();

    private static final List<String> NOTIFY =
            List.of(
                    "",
                    " NOTIFY=NEVER",
                    " NOTIFY=SUCCESS",
                    " NOTIFY=FAILURE",
                    " NOTIFY=DELAY",
                    " NOTIFY=SUCCESS,FAILURE",
                    " NOTIFY=SUCCESS,DELAY",
                    " NOTIFY=FAILURE,DELAY",
                    " NOTIFY=success,Failure,DELAY");
    private static final List<String> ORCPT =
            List.of(
                    "",
                    " ORCPT=rfc822;Bob@B.test",
                    " ORCPT=rfc822;+22a+20b+22+40c+2B+3D@b.test",
                    " ORCPT=x400;/G+3DBob/S+3DB/",
                    " ORCPT=utf-8;\\x{BC25}\\x{2B}b@b.test");
    private static final List<String> RET = List.of("", " RET=HDRS", " RET=FULL", " ret=full");
    private static final List<String> ENVID =
            List.of("", " ENVID=QQ314159", " ENVID=QQ+201+2B2+3D3", " ENVID=" + "x".repeat(100));

    @AfterAll
    static void close() {
        WIRES.close();
    }

    private record Wished(String mail, String rcpt) {
        DeliveryWishes wishes() {
            return WishesOnTheWireTest.mail("MAIL FROM:<alice@us.test>" + mail)
                    .parameters()
                    .wishes(Instant.EPOCH);
        }

        RecipientWishes recipient() {
            return WishesOnTheWireTest.rcpt("RCPT TO:<bob@b.test>" + rcpt).wishes();
        }
    }

    private static Mail mail(String line) {
        return (Mail) SmtpParser.parse(octets(line), Dialect.SUBMISSION);
    }

    private static Rcpt rcpt(String line) {
        return (Rcpt) SmtpParser.parse(octets(line), Dialect.SUBMISSION);
    }

    private static byte[] octets(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Wished> combinations() {
        var all = new ArrayList<Wished>();
        for (String mail : pairs(RET, ENVID)) {
            for (String rcpt : pairs(NOTIFY, ORCPT)) {
                all.add(new Wished(mail, rcpt));
            }
        }
        return all;
    }

    private static List<String> pairs(List<String> some, List<String> others) {
        return some.stream().flatMap(one -> others.stream().map(other -> one + other)).toList();
    }

    private static void deliver(FakeMta mta, ReversePath from, List<Wished> all) {
        var limits = Tests.limits(25, SmtpClientLimits.STANDARD);
        var routes = Routes.of(Map.of("*", mta.address()));
        try (var relay = new Relay(new FakeDns(), routes, WIRES, "us.test", List::of, limits)) {
            var to = relay.destination(Domain.parse("b.test"), TlsWish.AS_USUAL);
            try (var session = relay.to(to, new Tests.NoPause())) {
                for (var wished : all) {
                    var attempts =
                            session.deliver(
                                    List.of(entry(from, wished)), Content.of(TEXT), Instant.EPOCH);
                    assertThat(attempts.getFirst().outcome())
                            .as("%s", wished)
                            .isInstanceOf(Outcome.Delivered.class);
                }
            }
        }
    }

    private static Entry entry(ReversePath from, Wished wished) {
        return new Entry(
                new QueueId(1),
                1,
                Address.parse("bob@b.test"),
                from,
                Instant.EPOCH,
                0,
                Instant.EPOCH,
                false,
                false,
                false,
                false,
                TEXT.length,
                "",
                new Particulars(wished.wishes(), wished.recipient(), MailLane.PERSON, "x"));
    }

    private static List<String> said(FakeMta mta, String verb) {
        return mta.commands().stream().filter(line -> line.startsWith(verb)).toList();
    }

    @Test
    void aPeerWithDsnIsToldAllOfThem() throws IOException {
        try (var mta = new FakeMta().offering("DSN")) {
            var all = combinations();
            deliver(mta, ReversePath.of(Address.parse("alice@us.test")), all);
            var mails = said(mta, "MAIL");
            var recipients = said(mta, "RCPT");
            assertThat(mails).hasSameSizeAs(all).hasSameSizeAs(recipients);
            for (int i = 0; i < all.size(); i++) {
                var wished = all.get(i);
                assertThat(mail(mails.get(i)).parameters().wishes(Instant.EPOCH))
                        .as("%s", wished)
                        .isEqualTo(wished.wishes());
                assertThat(rcpt(recipients.get(i)).wishes())
                        .as("%s", wished)
                        .isEqualTo(wished.recipient());
            }
        }
    }

    @Test
    void aPeerWithoutDsnIsToldNone() throws IOException {
        try (var mta = new FakeMta()) {
            deliver(mta, ReversePath.of(Address.parse("alice@us.test")), combinations());
            assertThat(said(mta, "MAIL")).containsOnly("MAIL FROM:<alice@us.test>");
            assertThat(said(mta, "RCPT")).containsOnly("RCPT TO:<bob@b.test>");
        }
    }

    @Test
    void aReportHasNoSenderWhateverWentAlong() throws IOException {
        try (var mta = new FakeMta().offering("DSN")) {
            deliver(mta, ReversePath.NULL, List.of(new Wished(" RET=HDRS", " NOTIFY=NEVER")));
            assertThat(said(mta, "MAIL")).containsExactly("MAIL FROM:<> RET=HDRS");
            assertThat(said(mta, "RCPT")).containsExactly("RCPT TO:<bob@b.test> NOTIFY=NEVER");
        }
    }
}
