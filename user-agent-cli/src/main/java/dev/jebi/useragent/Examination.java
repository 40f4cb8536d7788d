package dev.jebi.useragent;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Endpoint;
import dev.jebi.useragent.account.Profiles;
import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.account.Surroundings;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.failure.Faults;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.online.Checkup;
import dev.jebi.useragent.online.Mailboxes;
import dev.jebi.useragent.online.Mailboxes.QuotaLine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Looks at everything that an account needs, one after the other: what is wrong with one hides
/// nothing of the others.
final class Examination {
    private static final int DNS_SECONDS = 5;
    private static final int NEARLY_FULL = 90;
    private static final int FULL = 100;

    /// How far two clocks may be apart before somebody is misled.
    private static final Duration APART = Duration.ofMinutes(5);

    /// No clock that goes right says less: this program was not there yet.
    private static final Instant BEFORE_US = Instant.parse("2026-11-01T00:00:00Z");

    /// One thing that was looked at.
    ///
    /// @param detail what it is like, or what is wrong and what to do
    record Check(String what, String detail, Optional<Failure> failure) {}

    private interface Look {
        String look() throws IOException;
    }

    private final Account account;
    private final LocalStore store;
    private final Surroundings surroundings;
    private final InstantSource clock;
    private final List<Check> checks = new ArrayList<>();

    Examination(Account account, LocalStore store, Surroundings surroundings, InstantSource clock) {
        this.account = account;
        this.store = store;
        this.surroundings = surroundings;
        this.clock = clock;
    }

    /// Looks at everything.
    ///
    /// @param accounts the file of accounts
    List<Check> all(Path accounts) {
        checks.add(new Check("account", account.user(), Optional.empty()));
        check("files", () -> files(accounts));
        var known = new LinkedHashSet<String>();
        for (Service service : Service.values()) {
            account.named(service).ifPresent(server -> known.add(server.host()));
        }
        known.removeIf(host -> !check("dns", () -> dns(host)));
        check("clock", this::clock);
        for (Service service : Service.values()) {
            if (needed(service) && reachable(service, known)) {
                boolean works = check(service.word(), () -> service(service));
                if (works && service == Service.IMAP) {
                    check("clock of the server", this::clockOfTheServer);
                    check("quota", this::quota);
                }
            }
        }
        return checks;
    }

    private boolean check(String what, Look look) {
        try {
            checks.add(new Check(what, look.look(), Optional.empty()));
            return true;
        } catch (Failure failure) {
            checks.add(new Check(what, failure.sentence(), Optional.of(failure)));
        } catch (IOException e) {
            Failure failure = Faults.of(e);
            checks.add(new Check(what, failure.sentence(), Optional.of(failure)));
        }
        return false;
    }

    private boolean needed(Service service) {
        return account.named(service).isPresent()
                || switch (service) {
                    case IMAP -> !account.pop();
                    case POP3 -> account.pop();
                    case SMTP -> true;
                };
    }

    /// Whether the DNS knows its host, or nobody named one.
    private boolean reachable(Service service, Set<String> known) {
        return account.named(service).map(Endpoint::host).map(known::contains).orElse(true);
    }

    private String service(Service service) {
        return account.endpoint(service) + " " + new Checkup(account).of(service);
    }

    /// Mail and passwords are nobody else's to read, and this user's to write.
    private String files(Path accounts) throws IOException {
        if (Files.exists(accounts)) {
            Profiles profiles = Profiles.in(accounts);
            boolean secret =
                    profiles.names().stream()
                            .anyMatch(name -> profiles.value(name, "password").isPresent());
            if (secret && profiles.readByOthers()) {
                throw wrong(
                        accounts
                                + " holds a password and others may read it; chmod 600 mends"
                                + " that");
            }
        }
        for (Path directory :
                List.of(surroundings.stores(), store.directory(), surroundings.memory())) {
            if (Files.exists(directory) && !Files.isWritable(directory)) {
                throw wrong(directory + " cannot be written; chown it to you, or chmod u+rwx");
            }
        }
        if (open(surroundings.stores())) {
            throw wrong(
                    surroundings.stores()
                            + " holds mail and others may read it; chmod 700 mends that");
        }
        return "nobody else reads passwords and mail";
    }

    private static boolean open(Path directory) throws IOException {
        var view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
        if (view == null || !Files.exists(directory)) {
            return false; // no such permissions here, or nothing to look into
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        return permissions.contains(PosixFilePermission.GROUP_EXECUTE)
                || permissions.contains(PosixFilePermission.OTHERS_EXECUTE);
    }

    private static Failure wrong(String sentence) {
        return new Failure(Failure.Kind.BAD_CONFIGURATION, sentence);
    }

    private static String dns(String host) {
        var asked = new FutureTask<>(() -> InetAddress.getAllByName(host));
        Thread.ofPlatform().daemon().start(asked); // a lookup holds its thread
        try {
            var addresses = new ArrayList<String>();
            for (InetAddress address : asked.get(DNS_SECONDS, TimeUnit.SECONDS)) {
                addresses.add(address.getHostAddress());
            }
            return host + " " + String.join(" ", addresses);
        } catch (TimeoutException e) {
            throw noDns(host, e);
        } catch (ExecutionException e) {
            boolean temporary = String.valueOf(e.getMessage()).contains("Temporary failure");
            if (temporary || !(e.getCause() instanceof UnknownHostException)) {
                throw noDns(host, e);
            }
            throw new Failure(
                    Failure.Kind.UNREACHABLE,
                    host + " is no name that the DNS knows; check how it is written",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.Kind.TRY_AGAIN, "interrupted; try again", e);
        }
    }

    private static Failure noDns(String host, Exception fault) {
        return new Failure(
                Failure.Kind.UNREACHABLE,
                host + ": the DNS does not answer; check the network, and /etc/resolv.conf",
                fault);
    }

    private String clock() {
        Instant now = clock.instant();
        if (now.isBefore(BEFORE_US)) {
            throw wrong(
                    "the clock of this machine says "
                            + now
                            + ", which is past; set it (timedatectl set-ntp true), or no"
                            + " certificate is good");
        }
        return now.toString();
    }

    private String clockOfTheServer() throws IOException {
        Instant now = clock.instant();
        Optional<Instant> newest = new Checkup(account).newest();
        if (newest.filter(came -> came.isAfter(now.plus(APART))).isPresent()) {
            throw wrong(
                    "the newest message came at "
                            + newest.get()
                            + ", and here it is "
                            + now
                            + "; set the clock of this machine (timedatectl set-ntp true), or tell"
                            + " whoever runs the server");
        }
        return newest.map(came -> "newest message " + came).orElse("no message yet");
    }

    private String quota() throws IOException {
        try (Mailboxes mailboxes = Mailboxes.of(account, store)) {
            var words = new ArrayList<String>();
            for (QuotaLine line : mailboxes.quota()) {
                String full = line.resource() + " " + line.percent() + " % full";
                if (line.percent() >= FULL) {
                    throw new Failure(
                            Failure.Kind.OVER_QUOTA,
                            full
                                    + ", and new mail does not come in; empty the trash, and jebi"
                                    + " mail search larger:5M shows what takes the room");
                }
                words.add(
                        line.percent() < NEARLY_FULL
                                ? full
                                : full + "; jebi mail search larger:5M shows what takes the room");
            }
            return words.isEmpty() ? "no limit" : String.join(", ", words);
        }
    }
}
