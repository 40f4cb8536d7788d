package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.QueueId;
import dev.jebi.mime.BodyPart;
import dev.jebi.smtp.EnhancedStatus;
import dev.jebi.smtp.Reply;
import dev.jebi.transfer.Bounce.Fate;
import dev.jebi.transfer.Bounce.Original;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

final class BounceTest {
    private static final String ORIGINAL =
            """
            From: Alice <alice@us.test>
            To: bob@b.test
            Message-ID: <first@us.test>
            Subject: hello

            hello
            """
                    .replace("\n", "\r\n");

    private final SettableClock clock = new SettableClock();
    private final Bounce bounce = new Bounce(new FakeDirectory(), "us.test", clock);

    private Original original(String from, String content) {
        var path = from.isEmpty() ? ReversePath.NULL : ReversePath.of(Address.parse(from));
        return new Original(
                Content.of(content.getBytes(StandardCharsets.UTF_8)),
                path,
                clock.instant(),
                false,
                Optional.of(new QueueId(7)));
    }

    private static Fate failed(String recipient, String status, String words) {
        return new Fate(
                Address.parse(recipient),
                Diagnosis.of(Reply.of(550, status, words), "mx.b.test"),
                Optional.empty());
    }

    private static String text(Incoming report) throws IOException {
        return new String(report.content().octets(), StandardCharsets.UTF_8);
    }

    private static List<String> types(Incoming report) {
        return switch (report.head().structure()) {
            case BodyPart.Multipart multipart ->
                    multipart.parts().stream().map(BounceTest::type).toList();
            case BodyPart part -> List.of(type(part));
        };
    }

    private static String type(BodyPart part) {
        return part.toString().replaceAll("\\[.*", "");
    }

    @Test
    void aFailureIsReportedWithTheMessage() throws IOException {
        var report =
                bounce.report(
                                original("alice@us.test", ORIGINAL),
                                List.of(
                                        failed("bob@b.test", "5.1.1", "no such user"),
                                        failed("eve@b.test", "5.2.2", "full")))
                        .orElseThrow();
        assertThat(report.reversePath()).isEqualTo(ReversePath.NULL);
        assertThat(report.relayed()).isEmpty();
        assertThat(report.copies())
                .singleElement()
                .satisfies(copy -> assertThat(copy.account()).isEqualTo(new AccountId(1)));
        var text = text(report);
        assertThat(text.substring(0, report.returnPath())).isEqualTo("Return-Path: <>\r\n");
        assertThat(text)
                .contains("From: Mail Delivery System <MAILER-DAEMON@us.test>\r\n")
                .contains("To: <alice@us.test>\r\n")
                .contains("Auto-Submitted: auto-replied\r\n")
                .contains("In-Reply-To: <first@us.test>\r\n")
                .contains("multipart/report; report-type=delivery-status")
                .contains("Date: Fri, 1 May 2026 10:00:00 +0000\r\n")
                .contains(
                        """
                        Final-Recipient: rfc822; bob@b.test
                        Action: failed
                        Status: 5.1.1
                        Remote-MTA: dns; mx.b.test
                        Diagnostic-Code: smtp; 550 5.1.1 no such user
                        """
                                .replace("\n", "\r\n"))
                .contains("Final-Recipient: rfc822; eve@b.test")
                .contains("Content-Type: message/rfc822\r\n")
                .contains("\r\n\r\n" + ORIGINAL + "\r\n--=_");
        assertThat(report.eightBit()).isFalse();
        assertThat(report.international()).isFalse();
        assertThat(types(report)).hasSize(3);
    }

    @Test
    void aDelayIsReportedWithTheHeaderSection() throws IOException {
        var fate =
                new Fate(
                        Address.parse("bob@b.test"),
                        Diagnosis.of("4.4.3", "no answer"),
                        Optional.of(clock.instant().plus(Duration.ofDays(5))));
        var text =
                text(
                        bounce.report(original("alice@us.test", ORIGINAL), List.of(fate))
                                .orElseThrow());
        assertThat(text)
                .contains("Action: delayed\r\nStatus: 4.4.3\r\n")
                .contains("Will-Retry-Until: Wed, 6 May 2026 10:00:00 +0000")
                .contains("Content-Type: text/rfc822-headers")
                .contains("Subject: hello\r\n\r\n--=_")
                .doesNotContain("\r\nhello\r\n");
    }

    @Test
    void anOriginatorElsewhereGetsItThroughTheQueue() {
        var report =
                bounce.report(
                                original("carol@c.test", ORIGINAL),
                                List.of(failed("bob@b.test", "5.1.1", "no")))
                        .orElseThrow();
        assertThat(report.copies()).isEmpty();
        assertThat(report.relayed())
                .containsExactly(Incoming.Relayed.to(Address.parse("carol@c.test")));
    }

    @Test
    void reportsAboutReportsAndForNobodyAreDropped() {
        var fates = List.of(failed("bob@b.test", "5.1.1", "no"));
        assertThat(bounce.report(original("", ORIGINAL), fates)).isEmpty();
        assertThat(bounce.report(original("nobody@us.test", ORIGINAL), fates)).isEmpty();
    }

    @Test
    void aLargeOrBinaryMessageIsNotReturnedWhole() throws IOException {
        for (String body : List.of("x\r\n".repeat(30_000), "a\0b\r\n", "a\rb\r\n", "a\nb\r\n")) {
            var text =
                    text(
                            bounce.report(
                                            original("alice@us.test", ORIGINAL + body),
                                            List.of(failed("bob@b.test", "5.1.1", "no")))
                                    .orElseThrow());
            assertThat(text).contains("text/rfc822-headers").doesNotContain("\r\nhello");
            assertThat(text.length()).isLessThan(3_000);
        }
    }

    @Test
    void internationalAddressesTakeTheInternationalForm() throws IOException {
        var report =
                bounce.report(
                                original("alice@us.test", ORIGINAL),
                                List.of(failed("밥@b.test", "5.6.7", "없음")))
                        .orElseThrow();
        assertThat(text(report))
                .contains(
                        "Content-Type: message/global-delivery-status\r\n"
                                + "Content-Transfer-Encoding: 8bit\r\n")
                .contains("Final-Recipient: utf-8; 밥@b.test");
        assertThat(report.eightBit()).isTrue();
    }

    @Test
    void whatAPeerSaysCannotBreakTheReport() throws IOException {
        var words = "a\r\n\r\nAction: delivered\r\n" + "long ".repeat(100) + "x".repeat(600) + "é";
        var fate =
                new Fate(
                        Address.parse("bob@b.test"),
                        new Diagnosis(new EnhancedStatus(5, 1, 1), words, Optional.of("mx"), true),
                        Optional.empty());
        var text =
                text(
                        bounce.report(original("alice@us.test", ORIGINAL), List.of(fate))
                                .orElseThrow());
        assertThat(text).doesNotContain("\nAction: delivered");
        assertThat(text.lines()).allMatch(line -> line.length() < 998);
    }

    @Test
    void aMailboxThatGotFullIsReported() throws IOException {
        var report =
                bounce.failed(
                                ReversePath.of(Address.parse("carol@c.test")),
                                List.of(Address.parse("alice@us.test")),
                                Content.of(ORIGINAL.getBytes(StandardCharsets.UTF_8)),
                                "5.2.2",
                                "the mailbox is full")
                        .orElseThrow();
        assertThat(text(report))
                .contains("Status: 5.2.2\r\nDiagnostic-Code: x-jebi; the mailbox is full\r\n");
    }
}
