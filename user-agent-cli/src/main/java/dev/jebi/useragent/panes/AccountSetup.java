package dev.jebi.useragent.panes;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Endpoint;
import dev.jebi.useragent.account.Profiles;
import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.account.Surroundings;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.online.Mailboxes;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Finds servers by the names that they usually have, all at once, and on this machine; writes the
/// file of accounts.
final class AccountSetup implements Setup {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int CONNECT_MILLIS = 4_000;

    private final Surroundings surroundings;
    private final InstantSource clock;
    private final Path home;

    AccountSetup(Surroundings surroundings, InstantSource clock, Path home) {
        this.surroundings = surroundings;
        this.clock = clock;
        this.home = home;
    }

    @Override
    public Servers find(String address) throws IOException {
        String domain =
                address.substring(address.lastIndexOf('@') + 1).strip().toLowerCase(Locale.ROOT);
        List<String> imap = candidates(domain, List.of("imap.", "mail.", ""), List.of(993, 143));
        List<String> smtp = candidates(domain, List.of("smtp.", "mail.", ""), List.of(465, 587));
        List<String> pop3 = candidates(domain, List.of("pop3.", "pop.", "mail."), List.of(995));
        List<String> here = new ArrayList<>();
        for (Service service : Service.values()) {
            service.ports().forEach(port -> here.add("localhost:" + port));
        }
        var all = new ArrayList<>(imap);
        all.addAll(smtp);
        all.addAll(pop3);
        all.addAll(here);
        Map<String, Boolean> answers = answering(all);
        String reads = first(imap, answers).orElseGet(() -> local(Service.IMAP, answers));
        String sends = first(smtp, answers).orElseGet(() -> local(Service.SMTP, answers));
        String fetches = reads.isEmpty() ? first(pop3, answers).orElse("") : "";
        String how =
                reads.isEmpty() && fetches.isEmpty()
                        ? "no server answers; write where they are"
                        : reads.startsWith("localhost")
                                ? "found on this machine"
                                : "found by their usual names";
        return new Servers(reads, sends, fetches, "auto", how);
    }

    private static List<String> candidates(String domain, List<String> names, List<Integer> ports) {
        var all = new ArrayList<String>();
        for (int port : ports) {
            names.forEach(name -> all.add(name + domain + ":" + port));
        }
        return all;
    }

    private static Optional<String> first(List<String> wanted, Map<String, Boolean> answers) {
        return wanted.stream().filter(answers::containsKey).findFirst();
    }

    private static String local(Service service, Map<String, Boolean> answers) {
        return service.ports().stream()
                .map(port -> "localhost:" + port)
                .filter(answers::containsKey)
                .findFirst()
                .orElse("");
    }

    /// Those that take a connection, asked all at once.
    private static Map<String, Boolean> answering(List<String> servers) throws IOException {
        var answers = new ConcurrentHashMap<String, Boolean>();
        var left = new CountDownLatch(servers.size());
        for (String server : servers) {
            Thread.ofVirtual()
                    .start(() -> {
                        var endpoint = Endpoint.parse(server, 0);
                        try (var socket = new Socket()) {
                            socket.connect(
                                    new InetSocketAddress(endpoint.host(), endpoint.port()),
                                    CONNECT_MILLIS);
                            answers.put(server, true);
                        } catch (IOException _) {
                            answers.remove(server); // nobody there
                        } finally {
                            left.countDown();
                        }
                    });
        }
        try {
            boolean all = left.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            return all ? answers : Map.copyOf(answers); // who answers later is too late
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public Mail open(Wanted wanted) throws IOException {
        var values = new LinkedHashMap<String, String>();
        values.put("user", wanted.address());
        boolean named = !wanted.name().isBlank();
        values.put("from", named ? wanted.name() + " <" + wanted.address() + ">" : "");
        values.put("imap", wanted.servers().imap());
        values.put("smtp", wanted.servers().smtp());
        values.put("pop3", wanted.servers().pop3());
        values.put("tls", wanted.servers().tls());
        values.put("password", wanted.password());
        values.values().removeIf(String::isBlank);
        String name = wanted.address().replaceAll(".*@", "").replaceAll("[^A-Za-z0-9]", "-");
        var account =
                new Account(name, key -> Optional.ofNullable(values.get(key)), wanted::password);
        var store = LocalStore.of(surroundings, account);
        try (Mailboxes mailboxes = Mailboxes.of(account, store)) {
            mailboxes.list(); // signs in
        }
        Profiles profiles = Profiles.in(surroundings.accounts());
        values.forEach((key, value) -> profiles.set(name, key, value));
        if (profiles.standard().isEmpty() || profiles.names().size() == 1) {
            profiles.setStandard(name);
        }
        profiles.write();
        return new AccountMail(account, store, clock, home);
    }
}
