package dev.jebi.useragent;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Which servers, as whom, and how protected: the same options for every verb, over what the file
/// of accounts says.
final class ServerOptions {
    private static final int PROBE_MILLIS = 1_000;
    private static final int MAX_LINE = 10_000;

    private static final Surroundings NOWHERE =
            new Surroundings(Path.of("/nonexistent"), Path.of("/nonexistent"), Map.of(), false);

    @Option(names = "--mail-config", paramLabel = "FILE", description = "the file of accounts")
    private @Nullable Path config;

    @Option(names = "--account", paramLabel = "NAME", description = "which account of the file")
    private @Nullable String account;

    @Option(names = "--user", paramLabel = "ADDRESS", description = "who signs in")
    private @Nullable String user;

    @Option(
            names = "--password-stdin",
            description = "the password is the first line of standard input")
    private boolean passwordStdin;

    @Option(
            names = "--password-command",
            paramLabel = "COMMAND",
            description = "a command whose first line of output is the password")
    private @Nullable String passwordCommand;

    @Option(names = "--imap", paramLabel = "HOST:PORT", description = "the IMAP server")
    private @Nullable String imap;

    @Option(names = "--smtp", paramLabel = "HOST:PORT", description = "the submission server")
    private @Nullable String smtp;

    @Option(names = "--pop3", paramLabel = "HOST:PORT", description = "the POP3 server")
    private @Nullable String pop3;

    @Option(
            names = "--tls",
            paramLabel = "MODE",
            description = "auto, none, starttls or implicit; default: auto")
    private @Nullable String tls;

    @Option(names = "--trust-any", description = "takes any certificate")
    private boolean trustAny;

    private Surroundings surroundings = NOWHERE;
    private final Map<Service, Endpoint> known = new EnumMap<>(Service.class);
    private @Nullable Profiles profiles;

    /// Tells what is around; before anything else is asked.
    void in(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    private Profiles profiles() {
        if (profiles == null) {
            profiles = Profiles.in(Optional.ofNullable(config).orElseGet(surroundings::accounts));
        }
        return profiles;
    }

    private Optional<String> configured(String key) {
        if (account != null && !profiles().names().contains(account)) {
            throw new Failure(
                    Failure.Kind.BAD_CONFIGURATION,
                    "there is no account "
                            + account
                            + " in "
                            + profiles().file()
                            + "; jebi mail account list shows all");
        }
        return Optional.ofNullable(account)
                .or(() -> profiles().standard())
                .flatMap(name -> profiles().value(name, key));
    }

    private Optional<String> value(@Nullable String given, String key) {
        return given != null ? Optional.of(given) : configured(key);
    }

    /// A value that is read: nonsense is bad usage when it was given, else a bad file.
    private <T> Optional<T> read(@Nullable String given, String key, Function<String, T> reading) {
        if (given != null) {
            return Optional.of(reading.apply(given));
        }
        try {
            return configured(key).map(reading);
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.USAGE) {
                throw e;
            }
            throw new Failure(
                    Failure.Kind.BAD_CONFIGURATION,
                    profiles().file() + ", " + key + ": " + e.sentence(),
                    e);
        }
    }

    /// Who signs in, which is also who writes.
    String user() {
        return value(user, "user")
                .orElseThrow(() ->
                        new Failure(
                                Failure.Kind.USAGE,
                                "nobody is named; give --user ADDRESS, or set an account up"
                                        + " with jebi mail account add"));
    }

    TlsMode tls() {
        return read(tls, "tls", TlsMode::parse).orElse(TlsMode.AUTO);
    }

    /// Whether any certificate will do; towards this very machine a self-signed one does.
    boolean trustsAny(Endpoint endpoint) {
        return trustAny
                || configured("trust-any").map(Boolean::parseBoolean).orElse(false)
                || endpoint.loopback();
    }

    /// Where a service is: as given, else on this machine at the first of its ports that answers.
    Endpoint endpoint(Service service) {
        return known.computeIfAbsent(service, s -> named(s).orElseGet(() -> probed(s)));
    }

    /// Where a service is, if somebody said so.
    Optional<Endpoint> named(Service service) {
        String given =
                switch (service) {
                    case SMTP -> smtp;
                    case IMAP -> imap;
                    case POP3 -> pop3;
                };
        int standard = service.ports().getFirst();
        return read(given, service.word(), text -> Endpoint.parse(text, standard));
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

    /// The password: from standard input, a command, the environment, the file, or the person.
    String password(InputStream in) {
        user(); // what is wrong with the rest is told before anybody is asked for a secret
        tls();
        for (Service service : Service.values()) {
            named(service).ifPresent(endpoint -> known.put(service, endpoint));
        }
        if (passwordStdin) {
            return firstLine(in, "standard input");
        }
        Optional<String> command = value(passwordCommand, "password-command");
        if (command.isPresent()) {
            return fromCommand(command.get());
        }
        return surroundings.variable("JEBI_MAIL_PASSWORD").or(this::written).orElseGet(this::asked);
    }

    /// The password in the file of accounts, if nobody else can read that.
    private Optional<String> written() {
        Optional<String> password = configured("password");
        if (password.isPresent() && profiles().readByOthers()) {
            throw new Failure(
                    Failure.Kind.BAD_CONFIGURATION,
                    profiles().file()
                            + " holds a password and others may read it; chmod 600 mends that");
        }
        return password;
    }

    private String asked() {
        @Nullable Console console = System.console();
        if (console == null || !surroundings.terminal()) {
            throw new Failure(
                    Failure.Kind.NO_PASSWORD,
                    "there is no password and no terminal to ask for it; give --password-stdin,"
                            + " --password-command or JEBI_MAIL_PASSWORD");
        }
        char[] password = console.readPassword("Password of %s: ", user());
        return password == null ? "" : new String(password);
    }

    private static String fromCommand(String command) {
        try {
            Process process =
                    new ProcessBuilder("sh", "-c", command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            process.getOutputStream().close();
            String line = firstLine(process.getInputStream(), "the password command");
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new Failure(
                        Failure.Kind.NO_PASSWORD, "the password command failed; try it by hand");
            }
            return line;
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.NO_PASSWORD, "the password command cannot be run: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.Kind.TRY_AGAIN, "interrupted; try again", e);
        }
    }

    /// Octet by octet, so that what follows the line stays for others to read.
    static String firstLine(InputStream in, String from) {
        try {
            var line = new java.io.ByteArrayOutputStream();
            int octet;
            while ((octet = in.read()) >= 0 && octet != '\n' && line.size() < MAX_LINE) {
                line.write(octet);
            }
            String text = line.toString(StandardCharsets.UTF_8);
            if (text.endsWith("\r")) {
                text = text.substring(0, text.length() - 1);
            }
            if (text.isEmpty()) {
                throw new Failure(Failure.Kind.NO_PASSWORD, from + " gave no password");
            }
            return text;
        } catch (IOException e) {
            throw new Failure(Failure.Kind.NO_PASSWORD, from + " cannot be read: " + e, e);
        }
    }

    /// The rest of standard input as text.
    static String text(InputStream in) throws IOException {
        var text = new StringBuilder();
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        reader.lines().forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
