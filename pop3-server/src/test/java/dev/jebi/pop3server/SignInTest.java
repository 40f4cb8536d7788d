package dev.jebi.pop3server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.sasl.PlaintextPolicy;
import dev.jebi.testkit.ScramClient;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/// USER and PASS (RFC 1939 §7), AUTH (RFC 5034), response codes (RFC 3206).
final class SignInTest {
    private static final String PLAIN = base64("\0tim@example.org\0tanstaaf tan");

    @TempDir private static Path directory;
    private static Pop3Site site;

    @BeforeAll
    static void open() throws IOException {
        site = Pop3Site.open(directory);
    }

    @AfterEach
    void free() {
        site.awaitAll();
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void passBelongsToTheUserBeforeIt() throws IOException {
        try (var client = site.connect()) {
            assertThat(client.greeting).isEqualTo("+OK pop.example.org POP3 Jebi ready");
            assertThat(client.send("PASS tanstaaf tan")).isEqualTo("-ERR Send USER first");
            assertThat(client.send("USER tim@example.org")).startsWith("+OK");
            assertThat(client.send("PASS tanstaaf")).startsWith("-ERR [AUTH]");
            assertThat(client.send("PASS tanstaaf tan")).isEqualTo("-ERR Send USER first");
            assertThat(client.send("USER nobody@example.org")).startsWith("+OK");
            assertThat(client.send("PASS tanstaaf tan")).startsWith("-ERR [AUTH]");
            assertThat(client.send("user TIM@Example.Org")).startsWith("+OK");
            assertThat(client.send("CAPA")).startsWith("+OK");
            while (!client.line().equals(".")) {}
            assertThat(client.send("pass tanstaaf tan")).startsWith("+OK");
            assertThat(client.send("USER tim@example.org")).startsWith("-ERR");
            assertThat(client.send("AUTH")).startsWith("-ERR");
            assertThat(client.send("STLS")).startsWith("-ERR");
            assertThat(client.send("STAT")).isEqualTo("+OK 0 0");
        }
    }

    @Test
    void wrongPasswordsEndTheSessionAfterAWhile() throws IOException {
        try (var client = site.connect()) {
            for (int i = 1; i <= Pop3Limits.STANDARD.failedLogins(); i++) {
                client.send("USER tim@example.org");
                assertThat(client.send("PASS wrong")).startsWith("-ERR [AUTH]");
            }
            assertThat(client.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STAT", "LIST", "LIST 1", "RETR 1", "DELE 1", "NOOP", "RSET", "TOP 1 1", "UIDL"
            })
    void nothingOfTheMaildropWorksBeforeSigningIn(String command) throws IOException {
        try (var client = site.connect()) {
            assertThat(client.send(command)).startsWith("-ERR Sign in first");
            assertThat(client.send("QUIT")).startsWith("+OK");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void authAloneListsTheMechanisms() throws IOException {
        try (var client = site.connect()) {
            assertThat(client.lines("AUTH")).containsExactly("SCRAM-SHA-256", "PLAIN", "LOGIN");
        }
    }

    @Test
    void plainSignsInWithAndWithoutInitialResponse() throws IOException {
        try (var client = site.connect()) {
            assertThat(client.send("AUTH PLAIN " + PLAIN)).startsWith("+OK");
            client.send("QUIT");
        }
        try (var client = site.connect()) {
            assertThat(client.send("auth plain")).isEqualTo("+ ");
            assertThat(client.send(PLAIN)).startsWith("+OK");
            client.send("QUIT");
        }
        try (var client = site.connect()) {
            assertThat(client.send("AUTH PLAIN =")).isEqualTo("+ ");
            assertThat(client.send(PLAIN)).startsWith("+OK");
        }
    }

    @Test
    void loginSignsInEitherWay() throws IOException {
        try (var client = site.connect()) {
            assertThat(client.send("AUTH LOGIN")).isEqualTo("+ " + base64("Username:"));
            assertThat(client.send(base64("tim@example.org")))
                    .isEqualTo("+ " + base64("Password:"));
            assertThat(client.send(base64("tanstaaf tan"))).startsWith("+OK");
            client.send("QUIT");
        }
        try (var client = site.connect()) {
            assertThat(client.send("AUTH LOGIN " + base64("tim@example.org")))
                    .isEqualTo("+ " + base64("Password:"));
            assertThat(client.send(base64("wrong"))).startsWith("-ERR [AUTH]");
            assertThat(client.send("CAPA")).startsWith("+OK");
        }
    }

    @Test
    void scramSignsInAndProvesTheServerToo() throws IOException {
        try (var client = site.connect()) {
            var scram = new ScramClient("tim@example.org", "tanstaaf tan", "fyko+d2lbbFg");
            String challenge = client.send("AUTH SCRAM-SHA-256 " + scram.first());
            String proof = client.send(scram.last(challenge.substring(2)));
            assertThat(proof).isEqualTo("+ " + scram.serverFinal());
            assertThat(client.send("")).startsWith("+OK");
            assertThat(client.send("STAT")).isEqualTo("+OK 0 0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tim@example.org", "nobody@example.org"})
    void scramWithAWrongPasswordIsRefusedAtTheEnd(String login) throws IOException {
        try (var client = site.connect()) {
            var scram = new ScramClient(login, "wrong", "fyko+d2lbbFg");
            assertThat(client.send("AUTH SCRAM-SHA-256")).isEqualTo("+ ");
            String challenge = client.send(scram.first());
            assertThat(challenge).startsWith("+ ");
            assertThat(client.send(scram.last(challenge.substring(2)))).startsWith("-ERR [AUTH]");
        }
    }

    @Test
    void scramThatIsCancelledAtTheVeryEndSignsNobodyIn() throws IOException {
        try (var client = site.connect()) {
            var scram = new ScramClient("tim@example.org", "tanstaaf tan", "fyko+d2lbbFg");
            String challenge = client.send("AUTH SCRAM-SHA-256 " + scram.first());
            client.send(scram.last(challenge.substring(2)));
            assertThat(client.send("*")).isEqualTo("-ERR Authentication cancelled");
            assertThat(client.send("STAT")).startsWith("-ERR Sign in first");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "=", "!", "AHQAcA", "AAAA====", "tim", "AA=="})
    void aResponseThatIsNoneEndsTheExchangeAndNotTheSession(String response) throws IOException {
        try (var client = site.connect()) {
            assertThat(client.send("AUTH PLAIN")).isEqualTo("+ ");
            assertThat(client.send(response)).startsWith("-ERR").doesNotContain("[AUTH]");
            assertThat(client.send("AUTH PLAIN " + PLAIN)).startsWith("+OK");
        }
    }

    @Test
    void aResponseThatIsTooLongIsRefused() throws IOException {
        try (var client = site.connect()) {
            assertThat(client.send("AUTH PLAIN")).isEqualTo("+ ");
            assertThat(client.send("A".repeat(20_000))).startsWith("-ERR");
            assertThat(client.send("AUTH PLAIN " + PLAIN)).startsWith("+OK");
        }
    }

    @Test
    void unknownMechanismsAreRefused() throws IOException {
        try (var client = site.connect()) {
            assertThat(client.send("AUTH CRAM-MD5")).startsWith("-ERR");
            assertThat(client.send("AUTH SCRAM-SHA-256-PLUS")).startsWith("-ERR");
            assertThat(client.send("APOP tim c4c9334bac560ecc979e58001b3e22fb")).startsWith("-ERR");
        }
    }

    @Test
    void passwordsAreNotTakenWhereTheyMayNotBe() throws IOException {
        var never = new Pop3Settings("pop.example.org", PlaintextPolicy.NEVER, Pop3Limits.STANDARD);
        try (var strict = Pop3Site.open(directory.resolve("never"), never, Optional.empty());
                var client = strict.connect()) {
            assertThat(client.lines("CAPA"))
                    .contains("SASL SCRAM-SHA-256")
                    .doesNotContain("USER", "STLS");
            assertThat(client.lines("AUTH")).containsExactly("SCRAM-SHA-256");
            assertThat(client.send("USER tim@example.org")).startsWith("-ERR No password without");
            assertThat(client.send("PASS tanstaaf tan")).startsWith("-ERR");
            assertThat(client.send("AUTH PLAIN " + PLAIN)).startsWith("-ERR No password without");
            assertThat(client.send("AUTH LOGIN")).startsWith("-ERR No password without");
            var scram = new ScramClient("tim@example.org", "tanstaaf tan", "fyko+d2lbbFg");
            String challenge = client.send("AUTH SCRAM-SHA-256 " + scram.first());
            client.send(scram.last(challenge.substring(2)));
            assertThat(client.send("")).startsWith("+OK");
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
