package dev.jebi.smtpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.smtpserver.SmtpSettings.Role;
import dev.jebi.testkit.ScramClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// SCRAM-SHA-256 in SMTP (RFC 7677, RFC 4954 §4).
final class SmtpScramTest {
    @TempDir private Path directory;

    private static String challenge(RawClient client) throws IOException {
        String line = client.line();
        assertThat(line).startsWith("334 ");
        return line.substring(4);
    }

    @Test
    void signsInWithAndWithoutInitialResponse() throws IOException {
        try (var site = SmtpSite.open(directory)) {
            var server = site.listen(Role.SUBMISSION, Duration.ofMinutes(1));
            for (boolean initial : new boolean[] {true, false}) {
                try (var client = RawClient.greeted(server)) {
                    var scram = new ScramClient("bob@here.test", "secret", "clientnonce");
                    if (initial) {
                        client.send("AUTH SCRAM-SHA-256 " + scram.first() + "\r\n");
                    } else {
                        client.say("AUTH SCRAM-SHA-256", "334");
                        client.send(scram.first() + "\r\n");
                    }
                    client.send(scram.last(challenge(client)) + "\r\n");
                    assertThat(challenge(client)).isEqualTo(scram.serverFinal());
                    client.say("", "235 2.7.0");
                    client.say("MAIL FROM:<bob@here.test>", "250");
                }
            }
        }
    }

    @Test
    void refusesAWrongPasswordAndAnUnknownLoginAlike() throws IOException {
        try (var site = SmtpSite.open(directory);
                var client =
                        RawClient.greeted(site.listen(Role.SUBMISSION, Duration.ofMinutes(1)))) {
            for (String login : new String[] {"bob@here.test", "nobody@here.test"}) {
                var scram = new ScramClient(login, "wrong", "clientnonce");
                client.send("AUTH SCRAM-SHA-256 " + scram.first() + "\r\n");
                client.send(scram.last(challenge(client)) + "\r\n");
                client.expect("535 5.7.8");
            }
            client.say("MAIL FROM:<bob@here.test>", "530 5.7.0");
        }
    }
}
