package dev.jebi.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A Postfix of this machine with a configuration, a queue and mailboxes of its own, on a free port
/// of 127.0.0.1; nothing of it leaves the machine. Needs root. For one thread.
public final class Postfix implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/postfix");

    /// The owner of the mailboxes.
    private static final int OWNER = 5000;

    private final Path folder;
    private final int port;

    private Postfix(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /// Whether it is there, and may be started.
    public static boolean available() {
        return Files.isExecutable(PROGRAM) && "root".equals(System.getProperty("user.name"));
    }

    /// Starts one that takes mail for `domain` into Maildirs, and for others as the settings say.
    ///
    /// @param settings of main.cf, over those that are usual here
    public static Postfix start(String domain, Map<String, String> settings)
            throws IOException, InterruptedException {
        return start(domain, freePort(), settings);
    }

    /// A port on which nobody listens.
    public static int freePort() throws IOException {
        try (var any = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return any.getLocalPort();
        }
    }

    /// The same on a port that was chosen before.
    public static Postfix start(String domain, int port, Map<String, String> settings)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("jebi-postfix");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var postfix = new Postfix(folder, port);
        for (String name : List.of("etc", "spool", "data", "mail")) {
            Files.createDirectories(folder.resolve(name));
        }
        Commands.run("chown", "postfix", folder.resolve("data").toString());
        Commands.run("chown", OWNER + ":" + OWNER, folder.resolve("mail").toString());
        TestCertificate.make(folder.resolve("etc"), "localhost", domain);
        postfix.configure(domain, settings);
        postfix.postfix("start");
        postfix.awaitGreeting();
        return postfix;
    }

    private void configure(String domain, Map<String, String> settings) throws IOException {
        var etc = folder.resolve("etc");
        var main = new LinkedHashMap<String, String>();
        main.put("compatibility_level", "3.6");
        main.put("config_directory", etc.toString());
        main.put("queue_directory", folder.resolve("spool").toString());
        main.put("data_directory", folder.resolve("data").toString());
        main.put("command_directory", "/usr/sbin");
        main.put("daemon_directory", "/usr/lib/postfix/sbin");
        main.put("mail_owner", "postfix");
        main.put("setgid_group", "postdrop");
        main.put("maillog_file", log().toString());
        main.put("maillog_file_prefixes", folder.toString());
        main.put("inet_interfaces", "127.0.0.1");
        main.put("inet_protocols", "ipv4");
        main.put("myhostname", "mx." + domain);
        main.put("mydestination", "");
        main.put("mynetworks", "127.0.0.0/8");
        main.put("alias_maps", "");
        main.put("alias_database", "");
        main.put("default_transport", "error:5.7.1 nothing leaves this machine");
        main.put("relay_transport", "error:5.7.1 nothing leaves this machine");
        main.put("smtp_bind_address", "127.0.0.1");
        main.put("disable_dns_lookups", "yes");
        main.put("smtpd_peername_lookup", "no");
        main.put("notify_classes", "");
        main.put("virtual_mailbox_domains", domain);
        main.put("virtual_mailbox_base", folder.resolve("mail").toString());
        main.put("virtual_mailbox_maps", "static:inbox/");
        main.put("virtual_uid_maps", "static:" + OWNER);
        main.put("virtual_gid_maps", "static:" + OWNER);
        main.put("smtpd_recipient_restrictions", "permit_mynetworks, reject");
        main.put("smtpd_relay_restrictions", "permit_mynetworks, reject");
        main.put("smtpd_client_connection_count_limit", "0");
        main.put("smtpd_tls_security_level", "may");
        main.put("smtpd_tls_cert_file", etc.resolve("localhost.crt").toString());
        main.put("smtpd_tls_key_file", etc.resolve("localhost.key").toString());
        main.put("smtpd_tls_received_header", "yes");
        main.put("smtputf8_enable", "yes");
        main.put("in_flow_delay", "0");
        main.putAll(settings);
        var text = new StringBuilder();
        main.forEach((key, value) -> text.append(key + " = " + value + "\n"));
        Files.writeString(etc.resolve("main.cf"), text);
        Files.writeString(etc.resolve("master.cf"), master());
    }

    private String master() {
        return """
        127.0.0.1:%d inet n - n - 100 smtpd
        pickup    unix  n - n 60 1 pickup
        cleanup   unix  n - n - 0 cleanup
        qmgr      unix  n - n 300 1 qmgr
        tlsmgr    unix  - - n 1000? 1 tlsmgr
        rewrite   unix  - - n - - trivial-rewrite
        bounce    unix  - - n - 0 bounce
        defer     unix  - - n - 0 bounce
        trace     unix  - - n - 0 bounce
        verify    unix  - - n - 1 verify
        flush     unix  n - n 1000? 0 flush
        proxymap  unix  - - n - - proxymap
        proxywrite unix - - n - 1 proxymap
        smtp      unix  - - n - 100 smtp
        relay     unix  - - n - 100 smtp
        showq     unix  n - n - - showq
        error     unix  - - n - - error
        retry     unix  - - n - - error
        discard   unix  - - n - - discard
        local     unix  - n n - - local
        virtual   unix  - n n - - virtual
        lmtp      unix  - - n - - lmtp
        anvil     unix  - - n - 1 anvil
        scache    unix  - - n - 1 scache
        postlog   unix-dgram n - n - 1 postlogd
        """
                .formatted(port);
    }

    /// Where it takes mail.
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    /// The process that all others come from.
    public long pid() throws IOException {
        var file = folder.resolve("spool/pid/master.pid");
        return Long.parseLong(Files.readString(file).strip());
    }

    /// What is in the mailbox that all addresses of its domain share.
    public List<String> mailbox() throws IOException {
        var inbox = folder.resolve("mail/inbox/new");
        var messages = new ArrayList<String>();
        if (Files.isDirectory(inbox)) {
            try (var files = Files.list(inbox)) {
                for (Path file : files.sorted().toList()) {
                    messages.add(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return messages;
    }

    /// Its log, for people who look for why something failed.
    public Path log() {
        return folder.resolve("maillog");
    }

    private void awaitGreeting() throws IOException, InterruptedException {
        for (int i = 0; i < 1_200; i++) {
            try (var socket = new java.net.Socket()) {
                socket.connect(address(), 1_000);
                return;
            } catch (IOException _) {
                boolean _ =
                        new java.util.concurrent.CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
            }
        }
        throw new IOException("Postfix does not listen; see " + log());
    }

    private void postfix(String what) throws IOException, InterruptedException {
        Commands.run(PROGRAM.toString(), "-c", folder.resolve("etc").toString(), what);
    }

    /// Stops it and removes all that it had.
    @Override
    public void close() throws IOException {
        try {
            postfix("stop");
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
