package dev.jebi.daemon;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.StoreLimits;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A server that nobody but this process talks to, from which the launcher makes the AOT cache of
/// `jebi serve`: what its clients use is what Java compiles first when a server starts with that
/// cache. It reads no configuration of this machine and asks no DNS.
final class Rehearsal {
    private static final Domain DOMAIN = Domain.parse("localhost");
    private static final String LOCAL_PART = "rehearsal";

    /// The second time the store is there already, as at most starts.
    private static final int STARTS = 2;

    /// Messages that come in at each start.
    private static final int MESSAGES = 250;

    /// So large that a start looks at the mailbox before clients come.
    private static final int MAILBOX = 4_000;

    /// How often a client reads it.
    private static final int ROUNDS = 12;

    private final Path data;
    private final String password;

    private Rehearsal(Path data) {
        this.data = data;
        var octets = new byte[16]; // others of this machine reach the ports, too
        new SecureRandom().nextBytes(octets);
        this.password = HexFormat.of().formatHex(octets);
    }

    /// Runs it.
    ///
    /// @param arguments the directory for its store, which is not there yet
    public static void main(String[] arguments) throws IOException {
        var nowhere = new PrintWriter(Writer.nullWriter());
        Main.run(nowhere, nowhere, "serve", "--help");
        new Rehearsal(Path.of(arguments[0])).run();
        java.lang.System.exit(ExitCode.DONE.number());
    }

    private void run() throws IOException {
        try (var store = EmbeddedStore.open(data, StoreLimits.STANDARD, Clock.systemUTC())) {
            store.directory().addDomain(DOMAIN);
            store.directory().addAccount(new Address(LOCAL_PART, DOMAIN), password, 0, 0);
        }
        var configuration = Configuration.of(settings());
        Logging.start(configuration.logLevel());
        for (int start = 0; start < STARTS; start++) {
            try (var daemon = Daemon.start(data, configuration, Clock.systemUTC())) {
                serve(daemon.announcements());
            }
        }
    }

    private static Settings settings() {
        var assignments = new ArrayList<>(List.of("hostname=" + DOMAIN.name()));
        for (Key key : Key.values()) {
            if (key.key().startsWith("listen.")) {
                assignments.add(key.key() + "=off");
            }
        }
        for (Key key : List.of(Key.LISTEN_SMTP, Key.LISTEN_IMAP, Key.LISTEN_POP3)) {
            assignments.add(key.key() + "=127.0.0.1:0");
        }
        return Settings.of(Optional.empty(), Map.of(), assignments);
    }

    private void serve(List<String> announced) throws IOException {
        String user = LOCAL_PART + "@" + DOMAIN.name();
        try (var smtp = new RehearsedClient(at("smtp", announced))) {
            smtp.deliver(user, MESSAGES);
        }
        try (var imap = new RehearsedClient(at("imap", announced))) {
            imap.readByImap(user, password, MAILBOX, ROUNDS);
        }
        try (var pop3 = new RehearsedClient(at("pop3", announced))) {
            pop3.readByPop3(user, password);
        }
    }

    private static InetSocketAddress at(String listener, List<String> announced) {
        String begin = "jebi: " + listener + " on ";
        return announced.stream()
                .filter(line -> line.startsWith(begin))
                .flatMap(line -> Endpoint.address(line.substring(begin.length())).stream())
                .findFirst()
                .orElseThrow();
    }
}
