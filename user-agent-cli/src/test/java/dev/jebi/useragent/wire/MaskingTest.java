package dev.jebi.useragent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What of a dialogue is shown. `C:` and `S:` lines in, the same lines as shown out.
class MaskingTest {
    private static List<String> shown(String protocol, String... lines) {
        var masking = Masking.of(protocol);
        var shown = new ArrayList<String>();
        for (String line : lines) {
            String text = line.substring(3);
            shown.add(
                    line.startsWith("C")
                            ? "C: " + masking.client(text)
                            : "S: " + masking.server(text));
        }
        return shown;
    }

    @Test
    void submissionHidesWhatAuthCarries() {
        assertThat(
                        shown(
                                "smtp",
                                "C: AUTH PLAIN AGFsAHNlY3JldA==",
                                "S: 235 2.7.0 ok",
                                "C: AUTH LOGIN",
                                "S: 334 VXNlcm5hbWU6",
                                "C: YWw=",
                                "S: 334 UGFzc3dvcmQ6",
                                "C: c2VjcmV0",
                                "S: 535 5.7.8 no",
                                "C: auth SCRAM-SHA-256 biwsbj1hbA==",
                                "S: 334 cj1hYmM=",
                                "C: *",
                                "S: 501 given up",
                                "C: MAIL FROM:<al@a.test>"))
                .containsExactly(
                        "C: AUTH PLAIN ***",
                        "S: 235 2.7.0 ok",
                        "C: AUTH LOGIN",
                        "S: 334 VXNlcm5hbWU6",
                        "C: ***",
                        "S: 334 UGFzc3dvcmQ6",
                        "C: ***",
                        "S: 535 5.7.8 no",
                        "C: auth SCRAM-SHA-256 ***",
                        "S: 334 ***",
                        "C: *",
                        "S: 501 given up",
                        "C: MAIL FROM:<al@a.test>");
    }

    @Test
    void theTextOfAMessageIsNoCommand() {
        assertThat(shown("smtp", "C: DATA", "S: 354 go", "C: AUTH PLAIN x", "C: more", "C: ."))
                .containsExactly("C: DATA", "S: 354 go", "C: AUTH PLAIN x", "C: more", "C: .");
        assertThat(
                        shown(
                                "imap",
                                "C: A1 APPEND Sent {22}",
                                "S: + go",
                                "C: B1 LOGIN x y",
                                "C: zzzzz",
                                "C: ",
                                "S: A1 OK done",
                                "C: A2 LOGIN al \"se\\\" cret\""))
                .contains("C: B1 LOGIN x y", "C: zzzzz", "C: A2 LOGIN al ***");
    }

    @Test
    void imapHidesPasswordsInEveryForm() {
        assertThat(
                        shown(
                                "imap",
                                "C: A1 LOGIN \"al ba\" secret",
                                "S: A1 NO no",
                                "C: A2 LOGIN {2}",
                                "S: + go on",
                                "C: al {6}",
                                "S: + go on",
                                "C: secret",
                                "S: A2 NO no",
                                "C: A3 AUTHENTICATE PLAIN",
                                "S: + ",
                                "C: AGFsAHNlY3JldA==",
                                "S: * CAPABILITY IMAP4rev1",
                                "S: A3 OK in",
                                "C: A4 AUTHENTICATE SCRAM-SHA-256 biws",
                                "S: + cj1hYmM=",
                                "C: Yz1iaXdz",
                                "S: A4 OK in",
                                "C: A5 NOOP"))
                .containsExactly(
                        "C: A1 LOGIN \"al ba\" ***",
                        "S: A1 NO no",
                        "C: A2 LOGIN ***",
                        "S: + go on",
                        "C: ***",
                        "S: + go on",
                        "C: ***",
                        "S: A2 NO no",
                        "C: A3 AUTHENTICATE PLAIN",
                        "S: + ",
                        "C: ***",
                        "S: * CAPABILITY IMAP4rev1",
                        "S: A3 OK in",
                        "C: A4 AUTHENTICATE SCRAM-SHA-256 ***",
                        "S: + ***",
                        "C: ***",
                        "S: A4 OK in",
                        "C: A5 NOOP");
    }

    @Test
    void popHidesPassApopAndAuth() {
        assertThat(
                        shown(
                                "pop3",
                                "C: USER al",
                                "C: PASS se cret",
                                "S: +OK",
                                "S: -ERR no",
                                "C: APOP al c4c9334bac560ecc979e58001b3e22fb",
                                "S: -ERR no",
                                "C: AUTH PLAIN",
                                "S: + ",
                                "C: AGFsAHNlY3JldA==",
                                "S: +OK in",
                                "C: STAT"))
                .containsExactly(
                        "C: USER al",
                        "C: PASS ***",
                        "S: +OK",
                        "S: -ERR no",
                        "C: APOP al ***",
                        "S: -ERR no",
                        "C: AUTH PLAIN",
                        "S: + ",
                        "C: ***",
                        "S: +OK in",
                        "C: STAT");
    }

    @Test
    void wordsOfTheLibraryAreNoDialogue() {
        var heard = new ByteArrayOutputStream();
        var out = new PrintStream(heard, true, StandardCharsets.UTF_8);
        new Wire(out, true).tap("smtp").println("DEBUG SMTP: protocolConnect login, secret");
        assertThat(heard.size()).isZero();
    }
}
