package dev.jebi.useragent.discovery;

import dev.jebi.useragent.account.Endpoint;
import dev.jebi.useragent.account.Service;

import java.io.IOException;
import java.net.IDN;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the servers of an address, by all ways at once. The best answer wins: a Jebi on this
/// machine that is the domain's, what the domain publishes for mail programs, its SRV records (RFC
/// 6186, RFC 8314 §5.1), what the domain of its mail exchanger publishes, the usual names, and at
/// last any server on this machine.
public final class Discovery {
    private static final Duration LONGEST = Duration.ofSeconds(9);
    private static final String JEBI = "Jebi";
    private static final int MAX_EXCHANGERS = 2;

    /// A host that is called after its task has its accounts in the domain above.
    private static final Pattern JEBI_GREETING =
            Pattern.compile(
                    "220 (?i:(?:mail|mx[0-9]*|smtp|imap)\\.(?=[^ .]+\\.))?(?<domain>[^ ]+) ESMTP "
                            + JEBI
                            + "\\s*");

    private final Names names;
    private final Web web;
    private final Ports ports;
    private final Duration longest;

    public Discovery() {
        this(new DnsNames(), new HttpWeb(), new SocketPorts(), LONGEST);
    }

    Discovery(Names names, Web web, Ports ports, Duration longest) {
        this.names = names;
        this.web = web;
        this.ports = ports;
        this.longest = longest;
    }

    /// The address that a newcomer is likely to have at the Jebi on this machine, where there is
    /// one: their login here, at the domain that its greeting tells (RFC 5321 §4.2). `root` is a
    /// task and no person.
    public Optional<String> newcomer(String login) {
        if (login.equals("root") || !login.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            return Optional.empty();
        }
        return local(Service.SMTP)
                .flatMap(server -> ports.knock(server, true))
                .map(JEBI_GREETING::matcher)
                .filter(Matcher::matches)
                .map(greeting -> domain(login + "@" + greeting.group("domain")))
                .filter(domain -> !domain.isEmpty())
                .map(domain -> login + "@" + domain);
    }

    /// The servers of an address; ten seconds at most. Who signs in is always told.
    public Optional<Found> of(String address) throws IOException {
        String domain = domain(address);
        if (domain.isEmpty()) {
            return Optional.empty();
        }
        var ways = new ArrayList<FutureTask<Optional<Found>>>();
        start(ways, () -> here(domain, true));
        for (URI page : pages(domain, address)) {
            start(ways, () -> published(page, address));
        }
        start(ways, () -> services(domain));
        start(ways, () -> byExchanger(domain, address));
        start(ways, () -> guessed(domain));
        start(ways, () -> here(domain, false));
        return best(ways)
                .map(found ->
                        new Found(
                                found.user().isEmpty() ? address : found.user(),
                                found.imap(),
                                found.smtp(),
                                found.pop3(),
                                found.tls(),
                                found.how()));
    }

    private static String domain(String address) {
        String domain = address.substring(address.lastIndexOf('@') + 1).strip();
        try {
            String ascii = IDN.toASCII(domain).toLowerCase(Locale.ROOT);
            return ascii.matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?") ? ascii : "";
        } catch (IllegalArgumentException _) {
            return ""; // no domain at all
        }
    }

    private static void start(
            List<FutureTask<Optional<Found>>> ways, Callable<Optional<Found>> way) {
        var task = new FutureTask<>(way);
        ways.add(task);
        begin(task);
    }

    /// On a thread of the platform's: a name that is looked up holds its thread, and virtual ones,
    /// which share a few, would wait for a DNS that does not answer.
    private static void begin(Runnable task) {
        Thread.ofPlatform().daemon().start(task);
    }

    /// The first that can be read from, in the order of rank; who answers later is too late.
    private Optional<Found> best(List<FutureTask<Optional<Found>>> ways) throws IOException {
        long end = System.nanoTime() + longest.toNanos();
        Optional<Found> best = Optional.empty();
        try {
            for (var way : ways) {
                Optional<Found> found = answer(way, end);
                if (best.isEmpty()) {
                    best = found.filter(Found::reads);
                } else if (found.isPresent()) {
                    best = best.map(winner -> winner.sendingLike(found.get()));
                }
                if (best.isPresent() && !best.get().smtp().isEmpty()) {
                    return best;
                }
            }
            return best;
        } finally {
            ways.forEach(way -> way.cancel(true));
        }
    }

    private static Optional<Found> answer(FutureTask<Optional<Found>> way, long end)
            throws IOException {
        try {
            return way.get(Math.max(end - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException _) {
            return Optional.empty(); // this way leads nowhere; there are others
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static List<URI> pages(String domain, String address) {
        String asked = "?emailaddress=" + URLEncoder.encode(address, StandardCharsets.UTF_8);
        return List.of(
                URI.create("https://autoconfig." + domain + "/mail/config-v1.1.xml" + asked),
                URI.create(
                        "https://"
                                + domain
                                + "/.well-known/autoconfig/mail/config-v1.1.xml"
                                + asked));
    }

    private Optional<Found> published(URI page, String address) throws IOException {
        return web.page(page)
                .flatMap(file -> Autoconfig.read(file, address, "told by " + page.getHost()));
    }

    private Optional<Found> services(String domain) {
        String imap = service("_imaps", domain).orElseGet(() -> starting("_imap", domain));
        String smtp =
                service("_submissions", domain).orElseGet(() -> starting("_submission", domain));
        String pop3 = imap.isEmpty() ? service("_pop3s", domain).orElse("") : "";
        return Optional.of(Found.of(imap, smtp, pop3, "told by the DNS of " + domain));
    }

    private String starting(String service, String domain) {
        return service(service, domain).orElse("");
    }

    /// The most wanted place of a service; a host `.` says that there is none (RFC 2782).
    private Optional<String> service(String service, String domain) {
        return names.services(service + "._tcp." + domain).stream()
                .filter(place -> place.host().matches("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?"))
                .filter(place -> place.port() >= 1 && place.port() <= 0xffff)
                .min(
                        Comparator.comparingInt(Names.Place::priority)
                                .thenComparing(Names.Place::weight, Comparator.reverseOrder()))
                .map(place -> place.host().toLowerCase(Locale.ROOT) + ":" + place.port());
    }

    /// What the domain of the mail exchanger publishes, or the exchanger itself.
    private Optional<Found> byExchanger(String domain, String address) throws IOException {
        List<String> hosts =
                names.exchangers(domain).stream()
                        .filter(host -> host.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"))
                        .limit(MAX_EXCHANGERS)
                        .toList();
        for (String host : hosts) {
            String parent = host.substring(host.indexOf('.') + 1).toLowerCase(Locale.ROOT);
            if (ownable(parent) && !parent.equals(domain)) {
                for (URI page : pages(parent, address)) {
                    Optional<Found> found = quietly(page, address);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return usual(hosts, hosts, hosts, "found at the mail exchanger of " + domain);
    }

    private Optional<Found> quietly(URI page, String address) {
        try {
            return published(page, address);
        } catch (IOException _) {
            return Optional.empty(); // it publishes nothing
        }
    }

    /// Whether one organisation has that domain, and not everybody below `co.kr`: a stranger's word
    /// would get the password.
    private static boolean ownable(String domain) {
        String[] labels = domain.split("\\.", -1);
        return labels.length > 2 || (labels.length == 2 && labels[0].length() > 3);
    }

    private Optional<Found> guessed(String domain) {
        return usual(
                List.of("imap." + domain, "mail." + domain, domain),
                List.of("smtp." + domain, "mail." + domain, domain),
                List.of("pop." + domain, "pop3." + domain, "mail." + domain),
                "found by their usual names");
    }

    private Optional<Found> usual(
            List<String> imap, List<String> smtp, List<String> pop3, String how) {
        var reading = new FutureTask<>(() -> first(imap, List.of(993, 143)));
        var fetching = new FutureTask<>(() -> first(pop3, List.of(995)));
        begin(reading);
        begin(fetching);
        String sends = first(smtp, List.of(465, 587));
        String reads = done(reading);
        return Optional.of(Found.of(reads, sends, reads.isEmpty() ? done(fetching) : "", how));
    }

    private static String done(FutureTask<String> task) {
        try {
            return task.get();
        } catch (ExecutionException _) {
            return ""; // nobody there
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /// The first that takes a connection, all asked at once.
    private String first(List<String> hosts, List<Integer> numbers) {
        var tries = new ArrayList<FutureTask<String>>();
        for (int port : numbers) { // TLS at once first
            for (String host : hosts) {
                var server = new Endpoint(host, port);
                var knock =
                        new FutureTask<>(
                                () -> ports.knock(server, false).map(_ -> "" + server).orElse(""));
                tries.add(knock);
                begin(knock);
            }
        }
        return tries.stream()
                .map(Discovery::done)
                .filter(server -> !server.isEmpty())
                .findFirst()
                .orElse("");
    }

    /// Servers on this machine.
    ///
    /// @param own whether only a Jebi counts that is the domain's
    private Optional<Found> here(String domain, boolean own) {
        Optional<Endpoint> imap = local(Service.IMAP);
        Optional<Endpoint> smtp = local(Service.SMTP);
        if (own) {
            String words =
                    smtp.or(() -> imap).flatMap(server -> ports.knock(server, true)).orElse("");
            if (!words.contains(JEBI) || !(greets(words, domain) || exchanges(domain))) {
                return Optional.empty();
            }
        }
        String pop3 = imap.isEmpty() ? text(local(Service.POP3)) : "";
        return Optional.of(
                Found.of(
                        text(imap),
                        text(smtp),
                        pop3,
                        own ? "the Jebi on this machine" : "found on this machine"));
    }

    private static boolean greets(String words, String domain) {
        for (String word : words.strip().split("[\\s\\]]+", -1)) {
            String host = word.toLowerCase(Locale.ROOT);
            if (host.equals(domain) || host.endsWith("." + domain)) {
                return true;
            }
        }
        return false;
    }

    private boolean exchanges(String domain) {
        return names.exchangers(domain).stream().limit(MAX_EXCHANGERS).anyMatch(ports::here);
    }

    private Optional<Endpoint> local(Service service) {
        return service.ports().stream()
                .map(port -> new Endpoint("localhost", port))
                .filter(server -> ports.knock(server, false).isPresent())
                .findFirst();
    }

    private static String text(Optional<Endpoint> server) {
        return server.map(Endpoint::toString).orElse("");
    }
}
