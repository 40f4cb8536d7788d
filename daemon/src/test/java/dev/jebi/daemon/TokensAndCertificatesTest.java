package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.testkit.ScriptedPeer;
import dev.jebi.testkit.TestAuthority;
import dev.jebi.testkit.TestCertificate;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Signing in without a password, to a real server: OAUTHBEARER, XOAUTH2 and EXTERNAL, for
/// submission, IMAP and POP3.
final class TokensAndCertificatesTest {
    private static final String ANN = "ann@a.test";
    private static final String NOBODY = "nobody@a.test";

    @TempDir private static Path folder;

    private static JebiProcess jebi;
    private static KeyPair issuer;
    private static KeyPair stranger;
    private static TestAuthority authority;
    private static TestAuthority impostor;

    @BeforeAll
    static void start() throws Exception {
        issuer = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        stranger = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        authority = TestAuthority.make(folder, "people");
        impostor = TestAuthority.make(Files.createDirectory(folder.resolve("other")), "people");
        byte[] octets = issuer.getPublic().getEncoded();
        String x = base64Url(Arrays.copyOfRange(octets, octets.length - 32, octets.length));
        Path keys =
                Files.writeString(
                        folder.resolve("keys.json"),
                        "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"k1\",\"x\":\""
                                + x
                                + "\"}]}");
        jebi =
                JebiProcess.serve(
                                folder.resolve("data"),
                                "hostname=a.test",
                                "auth.oauth.issuer=https://id.test",
                                "auth.oauth.audience=mail",
                                "auth.oauth.keys=" + keys,
                                "tls.client-authorities=" + authority.pem())
                        .withAccount(ANN)
                        .withAccount("bob@a.test");
    }

    @AfterAll
    static void stop() {
        jebi.close();
    }

    private static String base64Url(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A token that says: whose, for whom, by whom, for how many seconds yet.
    private static String token(KeyPair key, String email, String aud, String iss, int seconds)
            throws GeneralSecurityException {
        long end = InstantSource.system().instant().getEpochSecond() + seconds;
        return signed(
                key,
                "{\"alg\":\"EdDSA\",\"kid\":\"k1\"}",
                "{\"email\":\"%s\",\"aud\":\"%s\",\"iss\":\"%s\",\"exp\":%d}"
                        .formatted(email, aud, iss, end));
    }

    private static String signed(KeyPair key, String header, String claims)
            throws GeneralSecurityException {
        String text =
                base64Url(header.getBytes(StandardCharsets.UTF_8))
                        + "."
                        + base64Url(claims.getBytes(StandardCharsets.UTF_8));
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(key.getPrivate());
        signature.update(text.getBytes(StandardCharsets.US_ASCII));
        return text + "." + base64Url(signature.sign());
    }

    private static String good(String email) throws GeneralSecurityException {
        return token(issuer, email, "mail", "https://id.test", 300);
    }

    private static String response(String mechanism, String user, String token) {
        return base64(
                mechanism.equals("XOAUTH2")
                        ? "user=" + user + "\001auth=Bearer " + token + "\001\001"
                        : "n,a=" + user + ",\001host=a.test\001auth=Bearer " + token + "\001\001");
    }

    /// What comes of it: `in`, or the last answer of the server.
    private static String signIn(
            String protocol, String mechanism, String response, Optional<TestCertificate> shown)
            throws Exception {
        String listener =
                switch (protocol) {
                    case "smtp" -> "submissions";
                    case "imap" -> "imaps";
                    default -> "pop3s";
                };
        try (var dialogue = new Dialogue(jebi.at(listener), ScriptedPeer.clientContext(shown))) {
            return switch (protocol) {
                case "smtp" -> smtp(dialogue, mechanism, response);
                case "imap" -> imap(dialogue, mechanism, response);
                default -> pop3(dialogue, mechanism, response);
            };
        }
    }

    private static String smtp(Dialogue dialogue, String mechanism, String response)
            throws IOException {
        dialogue.reply();
        dialogue.command("EHLO client.test");
        String answer = dialogue.command("AUTH " + mechanism + " " + response);
        answer = answer.startsWith("334") ? dialogue.command("AQ==") : answer;
        if (!answer.startsWith("235")) {
            assertThat(dialogue.command("MAIL FROM:<" + ANN + ">")).startsWith("530");
            return answer;
        }
        assertThat(dialogue.command("MAIL FROM:<" + ANN + ">")).startsWith("250");
        return "in";
    }

    private static String imap(Dialogue dialogue, String mechanism, String response)
            throws IOException {
        dialogue.line();
        String answer = dialogue.ask("a AUTHENTICATE " + mechanism + " " + response);
        answer = answer.startsWith("+") ? dialogue.ask("AQ==") : answer;
        if (!answer.startsWith("a OK")) {
            assertThat(dialogue.ask("b SELECT INBOX")).startsWith("b ");
            return answer;
        }
        assertThat(dialogue.ask("b STATUS INBOX (MESSAGES)")).startsWith("* STATUS INBOX");
        return "in";
    }

    private static String pop3(Dialogue dialogue, String mechanism, String response)
            throws IOException {
        dialogue.line();
        String answer = dialogue.ask("AUTH " + mechanism + " " + response);
        answer = answer.startsWith("+ ") ? dialogue.ask("AQ==") : answer;
        if (!answer.startsWith("+OK")) {
            assertThat(dialogue.ask("STAT")).startsWith("-ERR");
            return answer;
        }
        assertThat(dialogue.ask("STAT")).startsWith("+OK");
        return "in";
    }

    private static String refusal(String protocol) {
        return switch (protocol) {
            case "smtp" -> "535 5.7.8";
            case "imap" -> "a NO [AUTHENTICATIONFAILED]";
            default -> "-ERR [AUTH]";
        };
    }

    @ParameterizedTest
    @CsvSource({
        "smtp, OAUTHBEARER", "smtp, XOAUTH2",
        "imap, OAUTHBEARER", "imap, XOAUTH2",
        "pop3, OAUTHBEARER", "pop3, XOAUTH2",
    })
    void tokens(String protocol, String mechanism) throws Exception {
        assertThat(signIn(protocol, mechanism, response(mechanism, ANN, good(ANN))))
                .isEqualTo("in");
        String right = "https://id.test";
        int dot = good(ANN).lastIndexOf('.');
        var wrong =
                new String[] {
                    response(mechanism, ANN, token(issuer, ANN, "mail", right, -120)),
                    response(mechanism, ANN, token(issuer, ANN, "chat", right, 300)),
                    response(mechanism, ANN, token(issuer, ANN, "mail", "https://x.test", 300)),
                    response(mechanism, ANN, token(stranger, ANN, "mail", right, 300)),
                    response(mechanism, ANN, good("bob@a.test")),
                    response(mechanism, NOBODY, good(NOBODY)),
                    response(mechanism, ANN, good(ANN).substring(0, dot + 1)),
                    response(mechanism, ANN, unsigned()),
                    response(mechanism, ANN, "opaque"),
                };
        for (int i = 0; i < wrong.length; i++) {
            assertThat(signIn(protocol, mechanism, wrong[i]))
                    .as("token %s", i)
                    .startsWith(refusal(protocol));
        }
    }

    private static String signIn(String protocol, String mechanism, String response)
            throws Exception {
        return signIn(protocol, mechanism, response, Optional.empty());
    }

    /// RFC 8725 §3.2: `none` is no signature.
    private static String unsigned() throws GeneralSecurityException {
        String whole =
                signed(
                        stranger,
                        "{\"alg\":\"none\"}",
                        "{\"email\":\"ann@a.test\",\"aud\":\"mail\",\"iss\":\"https://id.test\","
                                + "\"exp\":9999999999}");
        return whole.substring(0, whole.lastIndexOf('.') + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "imap", "pop3"})
    void certificates(String protocol) throws Exception {
        var ann = authority.issue(ANN);
        assertThat(signIn(protocol, "EXTERNAL", "=", Optional.of(ann))).isEqualTo("in");
        assertThat(signIn(protocol, "EXTERNAL", base64(ANN), Optional.of(ann))).isEqualTo("in");
        assertThat(signIn(protocol, "EXTERNAL", base64("bob@a.test"), Optional.of(ann)))
                .as("in somebody else's name")
                .startsWith(refusal(protocol));
        assertThat(signIn(protocol, "EXTERNAL", "=", Optional.of(authority.issue(NOBODY))))
                .as("no account")
                .startsWith(refusal(protocol));
        assertThat(signIn(protocol, "EXTERNAL", "=", Optional.of(authority.issue("a.test"))))
                .as("a host's")
                .startsWith(refusal(protocol));
        assertThat(signIn(protocol, "EXTERNAL", base64(ANN), Optional.of(impostor.issue(ANN))))
                .as("of another authority that has the same name")
                .isNotEqualTo("in");
        assertThat(
                        signIn(
                                protocol,
                                "EXTERNAL",
                                base64(ANN),
                                Optional.of(authority.issueExpired(ANN))))
                .as("expired")
                .isNotEqualTo("in");
        assertThat(signIn(protocol, "EXTERNAL", base64(ANN), Optional.empty()))
                .as("none")
                .isNotEqualTo("in");
    }

    @Test
    void externalIsOfferedToWhomItIsOfUse() throws Exception {
        assertThat(offered(Optional.of(authority.issue(ANN))))
                .contains("EXTERNAL", "OAUTHBEARER", "XOAUTH2");
        assertThat(offered(Optional.empty()))
                .doesNotContain("EXTERNAL")
                .contains("OAUTHBEARER", "XOAUTH2");
        assertThat(offered(Optional.of(impostor.issue(ANN)))).doesNotContain("EXTERNAL");
    }

    private static String offered(Optional<TestCertificate> shown) throws Exception {
        try (var dialogue =
                new Dialogue(jebi.at("submissions"), ScriptedPeer.clientContext(shown))) {
            dialogue.reply();
            dialogue.send("EHLO client.test");
            var all = new StringBuilder();
            String line;
            do {
                line = dialogue.line();
                all.append(line).append('\n');
            } while (line.startsWith("250-"));
            return all.toString();
        }
    }
}
