package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A server for clients of other people's: its accounts have the password `secret` and a quota of
/// 50 MB, and the clients' configurations get its places.
///
/// @param data where it keeps everything
record ClientSite(JebiProcess jebi, Path data) implements AutoCloseable {
    static ClientSite open(Path data, String... settings) throws IOException, InterruptedException {
        var all = new String[settings.length + 1];
        all[0] = "hostname=localhost";
        System.arraycopy(settings, 0, all, 1, settings.length);
        var site = new ClientSite(JebiProcess.serve(data, all), data);
        site.jebi.admin("", "domain", "add", "a.test");
        return site;
    }

    /// Adds an account.
    ///
    /// @return its address
    String account(String name) throws IOException, InterruptedException {
        String login = name + "@a.test";
        var added =
                jebi.admin(
                        "secret\n", "account", "add", login, "--password-stdin", "--quota", "50M");
        assertThat(added.exitCode()).as(added.err()).isZero();
        return login;
    }

    FarSide far(String login) throws IOException {
        return new FarSide(jebi, login);
    }

    String port(String listener) {
        return Integer.toString(jebi.at(listener).getPort());
    }

    Path certificate() {
        return data.resolve("tls/certificate.pem");
    }

    /// A configuration of a client's, with the places of this server in it, in the client's home.
    Path configuration(String name, String login, Path home) throws IOException {
        try (InputStream in = ClientSite.class.getResourceAsStream("/clients/" + name)) {
            assertThat(in).as(name).isNotNull();
            String text =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .replace("@LOGIN@", login)
                            .replace("@HOME@", home.toString())
                            .replace("@CERTIFICATE@", certificate().toString())
                            .replace("@IMAPS@", port("imaps"))
                            .replace("@POP3S@", port("pop3s"))
                            .replace("@SUBMISSIONS@", port("submissions"));
            Path file = Files.createDirectories(home).resolve("configuration");
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return file;
        }
    }

    /// Ends the server as an operator does.
    void stop() throws InterruptedException {
        assertThat(jebi.stop()).as("exit code after SIGTERM").isZero();
    }

    @Override
    public void close() {
        jebi.close();
    }
}
