package dev.jebi.smtpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.MailQueue;
import dev.jebi.smtpserver.SmtpSettings.Role;
import dev.jebi.smtpserver.SmtpSite.Setting;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

final class SmtpContentTest {
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final String BOB = "bob@here.test";
    private static final String SIGN_IN = "AUTH PLAIN AGJvYkBoZXJlLnRlc3QAc2VjcmV0";

    @TempDir private Path directory;
    private SmtpSite site;
    private InetSocketAddress reception;
    private InetSocketAddress submission;

    @BeforeEach
    void open() throws IOException {
        site = SmtpSite.open(new Setting(directory, false, SmtpSite::trusting, s -> s));
        reception = site.listen(Role.RECEPTION, IDLE);
        submission = site.listen(Role.SUBMISSION, IDLE);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private String only() throws IOException {
        var messages = site.inbox(site.bob);
        assertThat(messages).hasSize(1);
        return messages.getFirst();
    }

    private List<MailQueue.Entry> queue() {
        return site.store.queue().list();
    }

    private String queued(MailQueue.Entry entry) throws IOException {
        return new String(
                site.store.queue().content(entry.id()).octets(), StandardCharsets.ISO_8859_1);
    }

    private RawClient signedIn() throws IOException {
        var client = RawClient.greeted(submission);
        client.say(SIGN_IN, "235");
        return client;
    }

    @Test
    void octetsStandAsTheyCameBelowTheTraceFields() throws IOException {
        String content = "Subject: \u00e9\r\n\r\n.\r\n..a\r\nb\0c\rd\u00ff\r\n";
        try (var client = RawClient.greeted(reception)) {
            client.data("ann@far.test", content.replace("\r\n.", "\r\n.."), "250", BOB);
        }
        assertThat(only())
                .startsWith(
                        "Return-Path: <ann@far.test>\r\n"
                                + "Received: from client.test ([127.0.0.1]) by mx.test (Jebi)")
                .contains("for <bob@here.test>")
                .endsWith("+0000\r\n" + content);
    }

    @Test
    void chunksAreNotUnstuffedAndNeedNoEndOfLine() throws IOException {
        String content = "Subject: x\r\n\r\n..\r\n.\r\nend";
        try (var client = RawClient.greeted(reception)) {
            client.say("MAIL FROM:<>", "250");
            client.say("RCPT TO:<bob@here.test>", "250");
            client.send("BDAT 15\r\n" + content.substring(0, 15));
            client.expect("250");
            client.send("BDAT " + (content.length() - 15) + " LAST\r\n" + content.substring(15));
            client.expect("250");
        }
        assertThat(only()).startsWith("Return-Path: <>\r\n").endsWith("+0000\r\n" + content);
    }

    @Test
    void aMessageLargerThanTheHeapMayHoldIsTheSame() throws IOException {
        var content = new StringBuilder("Subject: large\r\n\r\n");
        for (int i = 0; content.length() < 90_000; i++) {
            content.append("line ").append(i).append("\r\n");
        }
        try (var client = RawClient.greeted(reception)) {
            client.data("ann@far.test", content.toString(), "250", BOB);
        }
        assertThat(only()).endsWith("+0000\r\n" + content);
        assertThat(directory.resolve("spool")).isEmptyDirectory();
    }

    @Test
    void anAccountGetsOneCopyHoweverManyOfItsAddressesAreRecipients() throws IOException {
        try (var client = RawClient.greeted(reception)) {
            client.data(
                    "ann@far.test", "A: b\r\n\r\n", "250", BOB, BOB, "postmaster", "BOB@here.test");
        }
        assertThat(only()).doesNotContain("for <").endsWith("A: b\r\n\r\n");
    }

    @Test
    void aTrustedHostRelaysAndReturnPathStaysHere() throws IOException {
        try (var client = RawClient.greeted(reception)) {
            client.data("ann@far.test", "A: b\r\n\r\n", "250", BOB, "x@elsewhere.test");
        }
        assertThat(only()).startsWith("Return-Path: <ann@far.test>\r\nReceived: ");
        assertThat(queue()).hasSize(1);
        var entry = queue().getFirst();
        assertThat(entry.recipient()).hasToString("x@elsewhere.test");
        assertThat(entry.reversePath()).hasToString("<ann@far.test>");
        assertThat(queued(entry)).startsWith("Received: ").endsWith("+0000\r\nA: b\r\n\r\n");
    }

    @Test
    void whatATrustedHostPassesOnHasNoBareCr() throws IOException {
        try (var client = RawClient.greeted(reception)) {
            client.data("ann@far.test", "A: b\r\n\r\nx\ry\r\n", "554 5.6.0", "x@elsewhere.test");
            client.data(
                    "ann@far.test", "A: b\r\n\r\nx\0y\r\n", "554 5.6.0", BOB, "x@elsewhere.test");
        }
        assertThat(site.inbox(site.bob)).isEmpty();
        assertThat(queue()).isEmpty();
    }

    @Test
    void aSubmissionIsCompletedAndItsBlindCopiesAreHidden() throws IOException {
        String content =
                "Bcc: x@elsewhere.test,\r\n"
                        + " y@elsewhere.test\r\n"
                        + "Subject: s\r\n"
                        + "BCC: z\r\n\r\n"
                        + "Bcc: text\r\n";
        try (var client = signedIn()) {
            client.data(BOB, content, "250", "x@elsewhere.test");
        }
        assertThat(queued(queue().getFirst()))
                .matches(
                        "(?s)Received: .*\\+0000\r\n"
                                + "Date: [^\r]* \\+0000\r\n"
                                + "Message-ID: <[0-9a-f-]+@mx.test>\r\n"
                                + "From: bob@here.test\r\n"
                                + "Subject: s\r\n\r\nBcc: text\r\n");
    }

    @Test
    void aSubmissionThatIsWholeStaysAsItIs() throws IOException {
        String content =
                "From: =?utf-8?q?B?= <bob@here.test>\r\nDATE: x\r\nmessage-id : <y>\r\n\r\nz\r\n";
        try (var client = signedIn()) {
            client.data(BOB, content, "250", BOB);
        }
        assertThat(only()).endsWith("+0000\r\n" + content).doesNotContain("Message-ID:");
    }

    @Test
    void textWithoutHeaderBecomesABody() throws IOException {
        try (var client = signedIn()) {
            client.data(BOB, "Good day.\r\n", "250", BOB);
        }
        assertThat(only()).endsWith("From: bob@here.test\r\n\r\nGood day.\r\n");
    }

    @Test
    void whatNeedsSmtpUtf8IsMarkedInTheQueue() throws IOException {
        try (var client = signedIn()) {
            client.say("MAIL FROM:<bob@here.test> SMTPUTF8 BODY=8BITMIME", "250");
            client.send("RCPT TO:<\u00c3\u00a9@elsewhere.test>\r\nDATA\r\n");
            client.expect("250");
            client.expect("354");
            client.send("Subject: \u00c3\u00a9\r\n\r\n.\r\n");
            client.expect("250");
            client.data(BOB, "Subject: \u00e9\r\n\r\n", "250", "x@elsewhere.test");
        }
        assertThat(queue()).extracting(MailQueue.Entry::international).containsExactly(true, false);
        assertThat(queue()).extracting(MailQueue.Entry::eightBit).containsExactly(true, true);
    }

    @Test
    void aRecipientAloneDoesNotMarkTheMessage() throws IOException {
        try (var client = signedIn()) {
            client.say("MAIL FROM:<bob@here.test> SMTPUTF8", "250");
            client.send("RCPT TO:<\u00c3\u00a9@elsewhere.test>\r\nDATA\r\n");
            client.expect("250");
            client.expect("354");
            client.send("Subject: plain\r\n\r\n.\r\n");
            client.expect("250");
        }
        assertThat(queue()).extracting(MailQueue.Entry::international).containsExactly(false);
    }

    @Test
    void whatIsDeclaredBinaryIsKeptOctetForOctet() throws IOException { // RFC 3030 §3
        var octets = new StringBuilder("Subject: x\r\n\r\n");
        for (int i = 0; i < 256; i++) {
            octets.append((char) i).append((char) (255 - i));
        }
        octets.append("\r\n.\r\n\n.\n\r.\r");
        try (var client = RawClient.greeted(reception)) {
            client.say("MAIL FROM:<ann@far.test> BODY=BINARYMIME", "250");
            client.say("RCPT TO:<bob@here.test>", "250");
            client.send("BDAT " + octets.length() + " LAST\r\n" + octets);
            client.expect("250 2.0.0 Accepted");
        }
        assertThat(only()).endsWith(octets);
    }
}
