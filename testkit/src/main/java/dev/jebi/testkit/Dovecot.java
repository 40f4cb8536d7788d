package dev.jebi.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A Dovecot of this machine (2.3) with a configuration, accounts and Maildirs of its own: IMAP and
/// POP3 with STARTTLS and with TLS at once, LMTP, and the sign-in for a Postfix, on free ports of
/// 127.0.0.1. Needs root. For one thread.
public final class Dovecot implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/dovecot");
    private static final List<String> LISTENERS =
            List.of("imap", "imaps", "pop3", "pop3s", "quota-status");

    /// The owner of the mailboxes.
    private static final int OWNER = 5000;

    private static final int PATIENCE = 400;

    private final Path folder;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final TestCertificate certificate;
    private final Path authority;

    private Dovecot(Path folder) throws IOException {
        this.folder = folder;
        var signer = TestAuthority.make(folder, "authority");
        certificate = signer.issue("localhost");
        authority = signer.pem();
    }

    /// Whether it is there, and may be started.
    public static boolean available() {
        return Files.isExecutable(PROGRAM)
                && Files.isDirectory(Path.of("/usr/lib/dovecot"))
                && "root".equals(System.getProperty("user.name"));
    }

    /// Starts one.
    ///
    /// @param mailboxes what stands in `namespace inbox`, e.g. special uses
    /// @param settings of `dovecot.conf`, after those that are usual here
    public static Dovecot start(String mailboxes, String settings)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("jebi-dovecot");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String name : List.of("run", "state", "mail")) {
            Files.createDirectories(folder.resolve(name));
        }
        Commands.run("chown", OWNER + ":" + OWNER, folder.resolve("mail").toString());
        var dovecot = new Dovecot(folder);
        for (String listener : LISTENERS) {
            int port = Postfix.freePort();
            while (dovecot.ports.containsValue(port)) { // one that was free may be so again
                port = Postfix.freePort();
            }
            dovecot.ports.put(listener, port);
        }
        Files.writeString(dovecot.users(), "");
        Files.writeString(dovecot.file(), dovecot.configuration(mailboxes, settings));
        dovecot.start();
        return dovecot;
    }

    private Path file() {
        return folder.resolve("dovecot.conf");
    }

    private Path users() {
        return folder.resolve("users");
    }

    private static String template() throws IOException {
        try (var in = Dovecot.class.getResourceAsStream("dovecot.conf")) {
            if (in == null) {
                throw new IOException("no dovecot.conf");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String configuration(String mailboxes, String settings) throws IOException {
        return template()
                        .replace("{folder}", folder.toString())
                        .replace("{certificate}", certificate.certificate().toString())
                        .replace("{key}", certificate.key().toString())
                        .replace("{owner}", String.valueOf(OWNER))
                        .replace("{mailboxes}", mailboxes)
                        .replace("{imap}", String.valueOf(port("imap")))
                        .replace("{imaps}", String.valueOf(port("imaps")))
                        .replace("{pop3}", String.valueOf(port("pop3")))
                        .replace("{pop3s}", String.valueOf(port("pop3s")))
                        .replace("{quota-status}", String.valueOf(port("quota-status")))
                + settings
                + "\n";
    }

    /// Adds an account, which can sign in at once, or gives it another password and quota.
    ///
    /// @param quota in octets
    public void account(String address, String password, long quota) throws IOException {
        var lines = new ArrayList<String>();
        for (String line : Files.readAllLines(users())) {
            if (!line.startsWith(address + ":")) {
                lines.add(line);
            }
        }
        lines.add(address + ":{PLAIN}" + password + "::::::userdb_quota_rule=*:bytes=" + quota);
        Files.write(users(), lines);
    }

    /// The port of `imap`, `imaps`, `pop3`, `pop3s` or `quota-status`.
    public int port(String listener) {
        Integer port = ports.get(listener);
        if (port == null) {
            throw new IllegalArgumentException(listener);
        }
        return port;
    }

    /// Where a listener listens.
    public InetSocketAddress at(String listener) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port(listener));
    }

    /// The certificate for `localhost`.
    public TestCertificate certificate() {
        return certificate;
    }

    /// The certificate of who signed it.
    public Path authority() {
        return authority;
    }

    /// What a Postfix of this site is told: it takes mail of its users, after their sign-in, and
    /// delivers it here.
    public Map<String, String> ofPostfix() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("virtual_transport", "lmtp:unix:" + folder.resolve("run/lmtp"));
        settings.put("smtpd_sasl_auth_enable", "yes");
        settings.put("smtpd_sasl_type", "dovecot");
        settings.put("smtpd_sasl_path", folder.resolve("run/auth-postfix").toString());
        settings.put("smtpd_tls_cert_file", certificate.certificate().toString());
        settings.put("smtpd_tls_key_file", certificate.key().toString());
        return settings;
    }

    /// Its log, for people who look for why something failed.
    public Path log() {
        return folder.resolve("dovecot.log");
    }

    /// Starts it again after [#stop()], with all that it had, on the same ports.
    public void start() throws IOException, InterruptedException {
        Commands.run(PROGRAM.toString(), "-c", file().toString());
        for (String listener : LISTENERS) {
            awaitListener(listener);
        }
    }

    private void awaitListener(String listener) throws IOException, InterruptedException {
        for (int i = 0; i < PATIENCE; i++) {
            try (var socket = new Socket()) {
                socket.connect(at(listener), 1_000);
                return;
            } catch (IOException _) {
                pause();
            }
        }
        throw new IOException("no " + listener + " of Dovecot; see " + log());
    }

    private static void pause() throws InterruptedException {
        boolean _ = new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
    }

    /// Ends it; its clients are told.
    public void stop() throws IOException, InterruptedException {
        Path pid = folder.resolve("run/master.pid");
        if (!Files.exists(pid)) {
            return;
        }
        long master = Long.parseLong(Files.readString(pid).strip());
        Commands.run("/usr/bin/doveadm", "-c", file().toString(), "stop");
        for (int i = 0; i < PATIENCE && ProcessHandle.of(master).isPresent(); i++) {
            pause();
        }
    }

    /// Stops it and removes all that it had.
    @Override
    public void close() throws IOException {
        try {
            stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
