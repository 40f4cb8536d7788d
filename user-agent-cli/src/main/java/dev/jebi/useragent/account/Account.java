package dev.jebi.useragent.account;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.wire.Wire;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Whose mail it is, with the servers that have it. Values are read when they are asked for, so
/// that a verb that needs no password asks for none. One thread at a time.
public final class Account {
    private static final int PROBE_MILLIS = 1_000;

    /// How long a server may say nothing before it is given up, unless `timeout` says otherwise.
    private static final long SILENCE_SECONDS = 30;

    private final String name;
    private final Function<String, Optional<String>> values;
    private final Supplier<String> secret;
    private final Map<Service, Endpoint> known = new EnumMap<>(Service.class);
    private @Nullable String password;
    private @Nullable Wire wire;

    /// @param name its name in the file of accounts, or nothing when options alone describe it
    /// @param values what the keys of the file of accounts say for it
    /// @param secret where the password comes from; asked once
    public Account(
            String name, Function<String, Optional<String>> values, Supplier<String> secret) {
        this.name = name;
        this.values = values;
        this.secret = secret;
    }

    /// An account of the file, whose password nobody is asked for at a terminal of lines.
    ///
    /// @param asked what asks the person when no password is kept anywhere
    public static Account named(
            Profiles profiles, String name, Surroundings surroundings, Supplier<String> asked) {
        if (!profiles.names().contains(name)) {
            throw new Failure(
                    Failure.Kind.BAD_CONFIGURATION,
                    "there is no account "
                            + name
                            + " in "
                            + profiles.file()
                            + "; jebi mail account list shows all");
        }
        Function<String, Optional<String>> values = key -> profiles.value(name, key);
        return new Account(
                name, values, () -> Passwords.kept(profiles, name, surroundings).orElseGet(asked));
    }

    /// Lets the person see what is said to the servers from now on.
    public void show(Wire dialogue) {
        wire = dialogue;
    }

    /// Where the dialogue with the servers is shown, if it is.
    public Optional<Wire> wire() {
        return Optional.ofNullable(wire);
    }

    /// Its name in the file of accounts; empty when options alone describe it.
    public String name() {
        return name;
    }

    /// A value of the file of accounts, or what was given in its place.
    public Optional<String> value(String key) {
        return values.apply(key);
    }

    /// Who signs in, which is also who writes.
    public String user() {
        Optional<String> user = value("user");
        if (user.isEmpty()) {
            throw new Failure(
                    Failure.Kind.USAGE,
                    "nobody is named; give --user ADDRESS, or set an account up"
                            + " with jebi mail account add");
        }
        return user.get();
    }

    /// The author's address with the name that others read, e.g. `Kim <kim@b.test>`.
    public String author() {
        return value("from").orElseGet(this::user);
    }

    /// What stands below every letter; empty for none.
    public String signature() {
        return value("signature").orElse("");
    }

    /// All addresses that are this person's: a reply does not go to them.
    public List<String> addresses() {
        var all = new ArrayList<String>();
        all.add(user());
        value("from").ifPresent(all::add);
        value("aliases").ifPresent(more -> all.addAll(List.of(more.split("\\s*,\\s*", -1))));
        return all;
    }

    /// Whether the mail is fetched by POP3 and lives here.
    public boolean pop() {
        return value("imap").isEmpty() && value("pop3").isPresent();
    }

    public TlsMode tls() {
        return read("tls", TlsMode::parse).orElse(TlsMode.AUTO);
    }

    /// Whether any certificate will do; towards this very machine a self-signed one does, unless
    /// somebody said which it must be.
    public boolean trustsAny(Endpoint endpoint) {
        return value("trust-any").map(Boolean::parseBoolean).orElse(false)
                || (authorities().isEmpty() && endpoint.loopback());
    }

    /// The only certificates that are trusted, if somebody said which.
    public Optional<Authorities> authorities() {
        return value("ca").map(Path::of).map(Authorities::new);
    }

    /// How long a server may say nothing.
    public Duration silence() {
        return read("timeout", Account::seconds).orElse(Duration.ofSeconds(SILENCE_SECONDS));
    }

    private static Duration seconds(String text) {
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new Failure(
                    Failure.Kind.USAGE, "'" + text + "' is no timeout; write seconds from 1 on");
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }

    /// Where a service is, if somebody said so.
    public Optional<Endpoint> named(Service service) {
        int standard = service.ports().getFirst();
        return read(service.word(), text -> Endpoint.parse(text, standard));
    }

    /// Where a service is: as given, else on this machine at the first of its ports that answers.
    public Endpoint endpoint(Service service) {
        return known.computeIfAbsent(service, s -> named(s).orElseGet(() -> probed(s)));
    }

    /// The password; asked for once.
    public String password() {
        if (password == null) {
            user(); // what is wrong with the rest is told before anybody is asked for a secret
            tls();
            for (Service service : Service.values()) {
                named(service).ifPresent(endpoint -> known.put(service, endpoint));
            }
            password = secret.get();
        }
        return password;
    }

    /// A value that is read: nonsense is a bad file.
    private <T> Optional<T> read(String key, Function<String, T> reading) {
        try {
            return value(key).map(reading);
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.USAGE) {
                throw e;
            }
            throw new Failure(
                    Failure.Kind.BAD_CONFIGURATION,
                    "the account " + name + ", " + key + ": " + e.sentence(),
                    e);
        }
    }

    private static Endpoint probed(Service service) {
        for (int port : service.ports()) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress("localhost", port), PROBE_MILLIS);
                return new Endpoint("localhost", port);
            } catch (IOException _) {
                continue; // nobody there: the next port
            }
        }
        throw new Failure(
                Failure.Kind.UNREACHABLE,
                "no "
                        + service.word().toUpperCase(Locale.ROOT)
                        + " server answers on this machine; name one with --"
                        + service.word()
                        + " HOST:PORT");
    }
}
