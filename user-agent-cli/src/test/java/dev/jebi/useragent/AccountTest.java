package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Accounts in the file of accounts.
class AccountTest {
    @TempDir private Path home;

    @Test
    void anAccountThatIsAddedNeedsNoOptions() {
        try (var site = new MailSite(home)) {
            site.deliver("Subject: one\n\nx\n");
            var added =
                    site.bare(
                            "secret\n",
                            "account",
                            "add",
                            "work",
                            "--json",
                            "--user",
                            MailSite.USER,
                            "--imap",
                            site.imap(),
                            "--password-stdin");
            assertThat(added.out())
                    .isEqualTo("{\"name\":\"work\",\"user\":\"al@a.test\",\"default\":true}\n");
            assertThat(home.resolve("config/jebi/mail.properties")).exists();
            assertThat(site.bare("", "ls").out()).contains("one");
            assertThat(site.bare("", "account", "list").out())
                    .isEqualTo("work  al@a.test  (default)\n");
            assertThat(site.bare("", "account", "remove", "work").exitCode()).isZero();
            assertThat(site.bare("", "account", "remove", "work").exitCode()).isEqualTo(66);
            assertThat(site.bare("", "account", "list", "--json").out()).isEqualTo("[]\n");
        }
    }

    @Test
    void anAddressIsEnoughOfAName() {
        try (var site = new MailSite(home)) {
            site.deliver("Subject: one\n\nx\n");
            var added =
                    site.bare(
                            "secret\n",
                            "account",
                            "add",
                            MailSite.USER,
                            "--json",
                            "--imap",
                            site.imap(),
                            "--password-stdin");
            assertThat(added.out())
                    .isEqualTo("{\"name\":\"a-test\",\"user\":\"al@a.test\",\"default\":true}\n");
            assertThat(site.bare("", "ls").out()).contains("one");
            var other = site.bare("", "account", "add", "bo@a.test", "--imap", site.imap());
            assertThat(other.out()).startsWith("bo-a-test is in ");
            assertThat(site.bare("", "account", "add", "--imap", site.imap()).exitCode())
                    .as("servers without a name or an address")
                    .isEqualTo(64);
            assertThat(site.bare("", "account", "add", "work", "--imap", "x").exitCode())
                    .isEqualTo(64);
        }
    }
}
