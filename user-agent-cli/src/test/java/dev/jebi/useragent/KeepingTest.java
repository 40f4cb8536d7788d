package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.useragent.account.Surroundings;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Where the password of an account is kept. The keyring is a folder, `secret-tool` a script.
class KeepingTest {
    private static final String TOOL =
            """
            #!/bin/sh
            keyring=${0%/*}/keyring
            act=$1
            shift
            case $1 in --label=*) shift ;; esac
            [ "$*" = "service jebi-mail account $4" ] || exit 2
            case $act in
            store) cat >"$keyring-$4" ;;
            lookup) cat "$keyring-$4" ;;
            clear) rm "$keyring-$4" ;;
            esac
            """;

    @TempDir private Path home;

    private Path bin;

    @BeforeEach
    void aFolderOfPrograms() throws IOException {
        bin = Files.createDirectory(home.resolve("it's bin"));
    }

    private void tool(String script) throws IOException {
        Path tool = Files.writeString(bin.resolve("secret-tool"), script);
        assertThat(tool.toFile().setExecutable(true)).isTrue();
    }

    private MailSite.Ended mail(String in, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exit =
                Main.run(
                        new Surroundings(
                                home.resolve("config"),
                                home.resolve("state"),
                                home.resolve("share"),
                                Map.of("PATH", "/nowhere:" + bin),
                                false),
                        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                        out,
                        err,
                        arguments);
        return new MailSite.Ended(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private MailSite.Ended add(MailSite site, String in, String... more) {
        var all = new ArrayList<>(List.of("account", "add", "work", "--user", MailSite.USER));
        all.addAll(List.of("--imap", site.imap()));
        all.addAll(List.of(more));
        return mail(in, all.toArray(String[]::new));
    }

    private String file() throws IOException {
        Path file = home.resolve("config/jebi/mail.properties");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        return Files.readString(file);
    }

    @Test
    void inTheKeyring() throws IOException {
        tool(TOOL);
        try (var site = new MailSite(home)) {
            var added = add(site, "secret\n", "--password-stdin", "--keep", "secret-tool");
            assertThat(added.exitCode()).as(added.err()).isZero();
            assertThat(file()).contains("secret-tool").doesNotContain("work.password = ");
            assertThat(bin.resolve("keyring-work")).hasContent("secret");
            assertThat(mail("", "folders").exitCode()).isZero();
            assertThat(mail("", "account", "remove", "work").exitCode()).isZero();
            assertThat(bin.resolve("keyring-work")).doesNotExist();
        }
    }

    @Test
    void aKeyringThatIsLockedOrMissingKeepsNothing() throws IOException {
        try (var site = new MailSite(home)) {
            var missing = add(site, "secret\n", "--password-stdin", "--keep", "secret-tool");
            assertThat(missing.exitCode()).isEqualTo(64);
            assertThat(missing.err()).contains("there is no secret-tool on this machine");
            tool("#!/bin/sh\necho Cannot autolaunch D-Bus >&2\nexit 1\n");
            var locked = add(site, "secret\n", "--password-stdin", "--keep", "secret-tool");
            assertThat(locked.exitCode()).isEqualTo(77);
            assertThat(locked.err()).contains("(Cannot autolaunch D-Bus)").contains("keep it in");
            assertThat(home.resolve("config/jebi/mail.properties")).doesNotExist();
            assertThat(add(site, "x\n", "--password-stdin", "--keep", "wallet").exitCode())
                    .isEqualTo(64);
        }
    }

    @Test
    void inOneWayAndNoOther() throws IOException {
        try (var site = new MailSite(home)) {
            assertThat(add(site, "wrong\n", "--password-stdin").exitCode()).isZero();
            assertThat(file()).contains("work.password = wrong");
            assertThat(mail("", "folders").exitCode()).isEqualTo(77);
            assertThat(add(site, "", "--password-command", "echo secret").exitCode()).isZero();
            assertThat(file()).contains("work.password-command = ").doesNotContain("wrong");
            assertThat(mail("", "folders").exitCode()).isZero();
            assertThat(add(site, "wrong\n", "--password-stdin").exitCode()).isZero();
            assertThat(file()).doesNotContain("echo secret");
            assertThat(mail("", "folders").exitCode()).isEqualTo(77);
        }
    }
}
