package dev.jebi.daemon;

import ch.qos.logback.classic.Level;

import dev.jebi.address.Domain;
import dev.jebi.mailstore.ClusterSettings;
import dev.jebi.mailstore.CompactionLimits;
import dev.jebi.mailstore.TraceLimits;
import dev.jebi.mailstore.UndeleteLimits;
import dev.jebi.sasl.PlaintextPolicy;
import dev.jebi.transfer.NextHop;
import dev.jebi.transfer.addresses.AddressSettings;
import dev.jebi.transfer.addresses.AddressSettings.SendAs;
import dev.jebi.transfer.verification.VerificationSettings;
import dev.jebi.wire.Network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The configuration, checked: every value has its type, and what cannot be run was refused with
/// where it stands, its key and the mend.
record Configuration(
        Domain hostname,
        List<Binding> bindings,
        PlaintextPolicy plaintext,
        boolean channelBinding,
        Optional<Tokens> tokens,
        Map<String, NextHop> routes,
        List<Network> relayNetworks,
        Level logLevel,
        Optional<TlsFiles> tls,
        Optional<Path> clientAuthorities,
        List<InetSocketAddress> dnsServers,
        Limits limits,
        Queue queue,
        Optional<VerificationSettings> verification,
        Guarding guarding,
        Screens screens,
        UndeleteLimits undelete,
        TraceLimits trace,
        CompactionLimits compaction,
        boolean pop3Backup,
        boolean searchIndex,
        List<ClusterSettings> cluster,
        Contents contents,
        DkimOptions dkim,
        AddressSettings addresses,
        Optional<Path> maildrop,
        Outbound outbound,
        Duration drain) {
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /// Certificate and key.
    record TlsFiles(Path certificate, Path key) {}

    /// What peers are granted.
    record Limits(
            int connections,
            int connectionsPerAddress,
            List<Network> proxies,
            long messageSize,
            int recipients) {}

    /// How the outbound queue is run.
    record Queue(
            Duration lifetime,
            Duration warnAfter,
            List<Duration> retry,
            int concurrency,
            int perDestination,
            int messages,
            Duration idle,
            List<InetAddress> sources) {}

    /// Checks every value.
    ///
    /// @throws BadConfiguration at the first that makes no sense
    static Configuration of(Settings settings) {
        return new Configuration(
                value(settings, Key.HOSTNAME, Configuration::hostname),
                Binding.all(settings),
                value(settings, Key.AUTH_PLAINTEXT, Configuration::plaintext),
                value(settings, Key.AUTH_CHANNEL_BINDING, Configuration::onOrOff),
                Tokens.of(settings),
                value(settings, Key.RELAY_ROUTES, Configuration::routes),
                value(settings, Key.RELAY_NETWORKS, Configuration::networks),
                value(settings, Key.LOG_LEVEL, Configuration::level),
                tls(settings),
                clients(settings),
                value(settings, Key.DNS_SERVERS, Configuration::servers),
                new Limits(
                        value(settings, Key.LIMITS_CONNECTIONS, Configuration::positive),
                        value(
                                settings,
                                Key.LIMITS_CONNECTIONS_PER_ADDRESS,
                                Configuration::positive),
                        value(settings, Key.PROXY_NETWORKS, Configuration::networks),
                        value(settings, Key.LIMITS_MESSAGE_SIZE, Configuration::messageSize),
                        value(settings, Key.LIMITS_RECIPIENTS, Configuration::positive)),
                new Queue(
                        value(settings, Key.QUEUE_LIFETIME, Quantity::time),
                        value(settings, Key.QUEUE_WARN_AFTER, Configuration::warning),
                        value(settings, Key.QUEUE_RETRY, Configuration::pauses),
                        value(settings, Key.QUEUE_CONCURRENCY, Configuration::positive),
                        value(settings, Key.QUEUE_PER_DESTINATION, Configuration::positive),
                        value(settings, Key.QUEUE_MESSAGES, Configuration::positive),
                        value(settings, Key.QUEUE_IDLE, Configuration::timeOrOff),
                        value(settings, Key.RELAY_SOURCE, Configuration::addresses)),
                Verifying.of(settings),
                Guarding.of(settings, value(settings, Key.RELAY_NETWORKS, Configuration::networks)),
                Screens.of(settings),
                new UndeleteLimits(
                        value(settings, Key.UNDELETE_KEEP, Configuration::timeOrOff),
                        value(settings, Key.UNDELETE_SIZE, Quantity::octets)),
                new TraceLimits(
                        value(settings, Key.TRACE_KEEP, Configuration::timeOrOff),
                        value(settings, Key.TRACE_SIZE, Quantity::octets)),
                compaction(settings),
                value(settings, Key.POP3_BACKUP, Configuration::onOrOff),
                value(settings, Key.SEARCH_INDEX, Configuration::onOrOff),
                cluster(settings),
                Contents.of(settings),
                DkimOptions.of(settings),
                new AddressSettings(
                        value(settings, Key.ADDRESSES_SEPARATORS, Configuration::separators),
                        value(settings, Key.ADDRESSES_SEND_AS, Configuration::sendAs),
                        value(settings, Key.FORWARD_SRS, Configuration::onOrOff)),
                value(settings, Key.SENDMAIL_MAILDROP, Configuration::path),
                Outbound.of(settings),
                value(settings, Key.STOP_DRAIN, Quantity::time));
    }

    private static CompactionLimits compaction(Settings settings) {
        long rate = Math.max(1, value(settings, Key.STORE_COMPACT_RATE, Quantity::octets));
        return value(settings, Key.STORE_COMPACT, Configuration::onOrOff)
                ? CompactionLimits.STANDARD.rate(rate)
                : CompactionLimits.NEVER;
    }

    private static Optional<Path> path(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }

    /// Where programs of this machine leave mail.
    Path maildrop(Path data) {
        return maildrop.orElse(data.resolve("maildrop"));
    }

    private static Duration timeOrOff(String text) {
        return text.equals("off") || text.equals("0") ? Duration.ZERO : Quantity.time(text);
    }

    private static String separators(String text) {
        if (text.equals("off")) {
            return "";
        }
        if (!text.matches("[!#$%&'*+/=?^_`{|}~-]{1,8}")) {
            throw new IllegalArgumentException("write characters such as + or -, or off");
        }
        return text;
    }

    private static SendAs sendAs(String text) {
        return switch (text) {
            case "owner" -> SendAs.SOLE_OWNER;
            case "members" -> SendAs.MEMBERS;
            case "nobody" -> SendAs.NOBODY;
            default -> throw new IllegalArgumentException("write owner, members or nobody");
        };
    }

    private static boolean onOrOff(String text) {
        return switch (text) {
            case "on", "true" -> true; // TOML has words for both
            case "off", "false" -> false;
            default -> throw new IllegalArgumentException("write on or off");
        };
    }

    /// The databases that this node shares with others, in their order; none for a store of its
    /// own.
    private static List<ClusterSettings> cluster(Settings settings) {
        String urls = settings.get(Key.STORE_URL).strip();
        return urls.isEmpty()
                ? List.of()
                : Arrays.stream(urls.split("\\s+")).map(url -> shard(url, settings)).toList();
    }

    private static ClusterSettings shard(String url, Settings settings) {
        if (!url.startsWith(POSTGRESQL)) {
            throw settings.bad(Key.STORE_URL, "write " + POSTGRESQL + "//host/database");
        }
        return new ClusterSettings(
                url,
                Optional.of(settings.get(Key.STORE_USER).strip()).filter(user -> !user.isEmpty()),
                Optional.of(settings.get(Key.STORE_PASSWORD))
                        .filter(password -> !password.isEmpty()),
                value(settings, Key.HOSTNAME, Configuration::hostname).name(),
                Optional.empty());
    }

    private static <T> T value(Settings settings, Key key, Function<String, T> reader) {
        try {
            return reader.apply(settings.get(key).strip());
        } catch (IllegalArgumentException e) {
            throw settings.bad(key, String.valueOf(e.getMessage()));
        }
    }

    private static Domain hostname(String text) {
        return Domain.parse(text.isEmpty() ? machine() : text);
    }

    /// The machine's own name, without asking the DNS; `localhost` where it has none that is a
    /// domain.
    private static String machine() {
        try {
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            Domain.parse(name);
            return name;
        } catch (IOException | IllegalArgumentException _) {
            return "localhost"; // not Linux, or a name that no domain can have
        }
    }

    private static PlaintextPolicy plaintext(String text) {
        return switch (text) {
            case "never" -> PlaintextPolicy.NEVER;
            case "loopback" -> PlaintextPolicy.LOOPBACK;
            case "always" -> PlaintextPolicy.ALWAYS;
            default -> throw new IllegalArgumentException("write never, loopback or always");
        };
    }

    private static Map<String, NextHop> routes(String text) {
        var routes = new LinkedHashMap<String, NextHop>();
        for (String item : items(text)) {
            var route = RouteReader.read(item);
            routes.put(route.domain(), route.hop());
        }
        return routes;
    }

    private static List<InetAddress> addresses(String text) {
        return items(text).stream().map(RouteReader::address).toList();
    }

    /// When nobody is told, that is later than anything is tried.
    private static Duration warning(String text) {
        return text.equals("off") || text.equals("never")
                ? Duration.ofDays(36_500)
                : Quantity.time(text);
    }

    private static List<Network> networks(String text) {
        return text.equalsIgnoreCase("none")
                ? List.of()
                : items(text).stream().map(Network::parse).toList();
    }

    private static Level level(String text) {
        Level level = Level.toLevel(text.toUpperCase(Locale.ROOT), null);
        if (level == null) {
            throw new IllegalArgumentException("write error, warn, info, debug or trace");
        }
        return level;
    }

    private static Optional<TlsFiles> tls(Settings settings) {
        boolean certificate = !settings.get(Key.TLS_CERTIFICATE).isBlank();
        boolean key = !settings.get(Key.TLS_KEY).isBlank();
        if (certificate != key) {
            throw settings.bad(
                    certificate ? Key.TLS_KEY : Key.TLS_CERTIFICATE,
                    "tls.certificate and tls.key go together; give both or neither");
        }
        return certificate
                ? Optional.of(
                        new TlsFiles(
                                readable(settings, Key.TLS_CERTIFICATE),
                                readable(settings, Key.TLS_KEY)))
                : Optional.empty();
    }

    private static Optional<Path> clients(Settings settings) {
        return settings.get(Key.TLS_CLIENT_AUTHORITIES).isBlank()
                ? Optional.empty()
                : Optional.of(readable(settings, Key.TLS_CLIENT_AUTHORITIES));
    }

    private static Path readable(Settings settings, Key key) {
        Path file = Path.of(settings.get(key).strip());
        if (!Files.isReadable(file)) {
            throw settings.bad(key, "cannot be read; check that it is there and readable");
        }
        return file;
    }

    private static List<InetSocketAddress> servers(String text) {
        return items(text).stream()
                .map(item ->
                        Endpoint.address(item)
                                .or(() -> Endpoint.address(item + ":53"))
                                .orElseThrow(() ->
                                        new IllegalArgumentException(
                                                "'"
                                                        + item
                                                        + "' is no server; write"
                                                        + " host or host:port")))
                .toList();
    }

    private static int positive(String text) {
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) == 0) {
            throw new IllegalArgumentException("write a number from 1 to 999999999");
        }
        return Integer.parseInt(text);
    }

    private static long messageSize(String text) {
        long octets = Quantity.octets(text);
        if (octets < 64 << 10 || octets > 2_000L << 20) {
            throw new IllegalArgumentException("write a size from 64K to 2000M");
        }
        return octets;
    }

    private static List<Duration> pauses(String text) {
        var pauses = items(text).stream().map(Quantity::time).toList();
        if (pauses.isEmpty() || pauses.stream().anyMatch(Duration::isZero)) {
            throw new IllegalArgumentException("write pauses such as 1m, 5m, 1h");
        }
        return pauses;
    }

    private static List<String> items(String text) {
        return Arrays.stream(text.split("[,\\s]+"))
                .filter(item -> !item.isEmpty())
                .collect(Collectors.toList());
    }
}
