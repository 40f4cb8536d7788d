package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;
import dev.jebi.dkim.DkimLimits;
import dev.jebi.dkim.DkimResult;
import dev.jebi.dkim.DkimVerifier;
import dev.jebi.dkim.KeySource;
import dev.jebi.testkit.SignedDns;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The life of a domain's keys by commands, with a DNS into which the records are pasted as they
/// are printed.
final class DkimCommandTest {
    @TempDir private Path folder = Path.of("");

    private final Map<String, String> published = new HashMap<>();

    /// Pastes what a command printed into the DNS.
    private void paste(SignedDns dns, String printed) {
        String zone =
                printed.lines().filter(l -> !l.startsWith(";")).reduce("", (a, b) -> a + " " + b);
        for (String record : zone.split("(?=\\bjebi[0-9]{8}[re]\\S*\\. IN)")) {
            int at = record.indexOf(". IN TXT ");
            if (at > 0) {
                String strings = record.substring(at + 9).replaceAll("[()]", "").strip();
                String name = record.substring(0, at).strip();
                dns.has(name, "TXT " + strings);
                published.put(name, strings.replaceAll("\"\\s*\"", "").replace("\"", ""));
            }
        }
    }

    @Test
    void keysAreMadePublishedSwitchedToAndRetired() throws Exception {
        Path data = folder.resolve("data");
        try (var dns = SignedDns.start(InstantSource.system())) {
            String server = "dns.servers=127.0.0.1:" + dns.address().getPort();
            try (var jebi = JebiProcess.serve(data, "hostname=a.test", server)) {
                assertThat(jebi.admin("", "dkim", "rotate", "a.test").exitCode()).isEqualTo(65);
                assertThat(jebi.admin("", "dkim", "add", "not.here.test").exitCode()).isEqualTo(65);
                var made = jebi.admin("", "dkim", "add", "a.test");
                assertThat(made.exitCode()).isZero();
                assertThat(made.out().lines().filter(l -> l.length() > 270)).isEmpty();
                assertThat(jebi.admin("", "dkim", "publish", "a.test").out()).isEqualTo(made.out());
                var early = jebi.admin("", "dkim", "check", "a.test");
                assertThat(early.exitCode()).isEqualTo(75);
                assertThat(early.out()).contains("waiting", "not published");

                paste(dns, made.out());
                var late = jebi.admin("", "dkim", "check", "a.test");
                assertThat(late.err()).isEmpty();
                // unless the watch, which looks each minute, came first
                assertThat(late.out()).containsAnyOf("switched: a.test", "\tactive\t");
                assertThat(jebi.admin("", "dkim", "list").out().lines())
                        .hasSize(2)
                        .allMatch(line -> line.contains("\tactive\t"));

                jebi.withAccount("al@a.test");
                submit(jebi);
                assertThat(verify(received(jebi))).hasSize(2).allMatch(DkimResult::passed);

                var next = jebi.admin("", "dkim", "rotate", "a.test");
                paste(dns, next.out());
                assertThat(jebi.admin("", "dkim", "check", "a.test").exitCode()).isZero();
                assertThat(jebi.admin("", "dkim", "list", "a.test").out())
                        .contains("retiring", "active");
                String old = jebi.admin("", "dkim", "list").out().split("\t", -1)[1];
                assertThat(jebi.admin("", "dkim", "retire", "a.test", old).out())
                        .contains(old + "._domainkey.a.test. IN TXT \"v=DKIM1; p=\"");
                assertThat(jebi.stop()).isZero();
            }
        }
        assertThat(JebiProcess.run("", List.of("dkim", "list", "--data", data.toString())).out())
                .contains("retired", "active");
        assertThat(Files.readString(folder.resolve("data.log")))
                .contains("event=dkim-switched")
                .doesNotContain("PRIVATE", "MIIEv", "MC4CAQ");
    }

    private static String received(JebiProcess jebi) throws IOException {
        try (var pop3 = new Dialogue(jebi.at("pop3"))) {
            pop3.line();
            pop3.ask("USER al@a.test");
            assertThat(pop3.ask("PASS secret")).startsWith("+OK");
            assertThat(pop3.ask("RETR 1")).startsWith("+OK");
            return new String(pop3.dotted(), StandardCharsets.ISO_8859_1);
        }
    }

    private static void submit(JebiProcess jebi) throws IOException {
        String login = "\0al@a.test\0secret";
        String plain =
                Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.US_ASCII));
        try (var smtp = new Dialogue(jebi.at("submission"))) {
            smtp.reply();
            smtp.command("EHLO client");
            assertThat(smtp.command("AUTH PLAIN " + plain)).startsWith("235");
            smtp.command("MAIL FROM:<al@a.test>");
            assertThat(smtp.command("RCPT TO:<al@a.test>")).startsWith("250");
            smtp.command("DATA");
            smtp.send("From: Al <al@a.test>");
            smtp.send("Subject: signed");
            smtp.send("");
            smtp.send("..dots and   spaces  ");
            assertThat(smtp.command(".")).startsWith("250");
        }
    }

    private List<DkimResult> verify(String message) throws IOException {
        KeySource keys =
                name ->
                        published.containsKey(name)
                                ? new KeySource.Found(List.of(published.get(name)))
                                : new KeySource.Absent();
        return new DkimVerifier(keys, DkimLimits.STANDARD, InstantSource.system())
                .verify(Content.of(message.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
