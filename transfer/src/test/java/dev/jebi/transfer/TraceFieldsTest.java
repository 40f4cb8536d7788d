package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.mailstore.AccountId;
import dev.jebi.wire.TlsSession;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

final class TraceFieldsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final TraceFields TRACE = new TraceFields("mx.test");

    private static ClientIdentity client(String name, boolean tls, boolean login) {
        return new ClientIdentity(
                name,
                true,
                InetAddress.ofLiteral("192.0.2.7"),
                false,
                tls
                        ? Optional.of(new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256"))
                        : Optional.empty(),
                login ? Optional.of("bob@here.test") : Optional.empty());
    }

    private static Envelope envelope(boolean utf8, String... recipients) {
        return new Envelope(
                ReversePath.NULL,
                List.of(recipients).stream()
                        .<Recipient>map(
                                r -> new Recipient.Local(Address.parse(r), new AccountId(1)))
                        .toList(),
                utf8);
    }

    @Test
    void receivedTellsTheHop() {
        assertThat(
                        TRACE.received(
                                client("a.test", false, false),
                                envelope(false, "bob@here.test"),
                                "x-1",
                                NOW))
                .isEqualTo(
                        """
                        Received: from a.test ([192.0.2.7]) by mx.test (Jebi) with ESMTP id x-1 for
                        \t<bob@here.test>; Fri, 2 Jan 2026 03:04:05 +0000
                        """
                                .replace("id x-1 for\n\t<", "id x-1\n\tfor <")
                                .replace("\n", "\r\n"));
    }

    @Test
    void severalRecipientsAreNotTold() {
        var both = envelope(false, "bob@here.test", "blind@here.test");
        assertThat(TRACE.received(client("a.test", true, true), both, "x-1", NOW))
                .contains("with ESMTPSA")
                .contains("tls TLS_AES_128_GCM_SHA256;")
                .doesNotContain("for <");
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, false, ESMTP",
        "false, true, false, ESMTPS",
        "false, false, true, ESMTPA",
        "false, true, true, ESMTPSA",
        "true, false, false, UTF8SMTP",
        "true, true, true, UTF8SMTPSA",
    })
    void theProtocolHasItsKeyword(boolean utf8, boolean tls, boolean login, String keyword) {
        assertThat(client("a", tls, login).protocol(utf8)).isEqualTo(keyword);
    }

    @ParameterizedTest
    @CsvSource({"a(b.test", "a;b", "<x>", "a\"b", "a\\b", "a@b"})
    void aNameThatWouldChangeTheFieldIsLeftOut(String name) {
        assertThat(
                        TRACE.received(
                                client(name, false, false),
                                envelope(false, "bob@here.test"),
                                "x-1",
                                NOW))
                .startsWith("Received: from [192.0.2.7] ([192.0.2.7]) by mx.test")
                .doesNotContain(name + " ");
    }

    @Test
    void linesHaveAtMost78Characters() {
        String field =
                TRACE.received(
                        client("a-rather-long-name-of-a-host.example.test", true, true),
                        envelope(true, "somebody-with-a-long-name@a-long-domain.test"),
                        "abcdefgh-12345",
                        NOW);
        assertThat(field.split("\r\n")).allSatisfy(line -> assertThat(line).hasSizeLessThan(79));
        assertThat(field.split("\r\n")[0]).startsWith("Received: from");
        assertThat(field).endsWith("+0000\r\n");
    }

    @Test
    void returnPathIsThePath() {
        assertThat(TraceFields.returnPath(ReversePath.NULL)).isEqualTo("Return-Path: <>\r\n");
        assertThat(TraceFields.returnPath(ReversePath.of(Address.parse("a@b.test"))))
                .isEqualTo("Return-Path: <a@b.test>\r\n");
    }
}
