package dev.jebi.useragent;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Endpoint;
import dev.jebi.useragent.account.Passwords;
import dev.jebi.useragent.account.Profiles;
import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.account.Surroundings;
import dev.jebi.useragent.account.TlsMode;
import dev.jebi.useragent.failure.Failure;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Which servers, as whom, and how protected: the same options for every verb, over what the file
/// of accounts says.
final class ServerOptions {
    @Option(names = "--mail-config", paramLabel = "FILE", description = "the file of accounts")
    private @Nullable Path config;

    @Option(names = "--account", paramLabel = "NAME", description = "which account of the file")
    private @Nullable String name;

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

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "trusts the certificates of this file (PEM), and no others")
    private @Nullable Path authorities;

    @Option(names = "--trust-any", description = "takes any certificate")
    private boolean trustAny;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "how long a server may say nothing; default: 30")
    private @Nullable String timeout;

    @Option(
            names = "--wire",
            description = "shows the dialogue with the servers, secrets masked, on standard error")
    private boolean wire;

    /// Whether the person wants to see what is said to the servers.
    boolean wire() {
        return wire;
    }

    /// The file of accounts.
    Path accounts(Surroundings surroundings) {
        return Optional.ofNullable(config).orElseGet(surroundings::accounts);
    }

    /// The account that these options describe, over the file of accounts.
    Account account(Surroundings surroundings, InputStream in) {
        var profiles = Profiles.in(accounts(surroundings));
        if (name != null && !profiles.names().contains(name)) {
            throw new Failure(
                    Failure.Kind.BAD_CONFIGURATION,
                    "there is no account "
                            + name
                            + " in "
                            + profiles.file()
                            + "; jebi mail account list shows all");
        }
        Map<String, String> given = given();
        Optional<String> known = Optional.ofNullable(name).or(profiles::standard);
        boolean other = given.containsKey("user") || given.containsKey("imap");
        return new Account(
                other && name == null ? "" : known.orElse(""),
                key ->
                        Optional.ofNullable(given.get(key))
                                .or(() -> known.flatMap(n -> profiles.value(n, key))),
                () -> password(profiles, known, surroundings, in));
    }

    /// What was given, checked: nonsense there is bad usage and not a bad file.
    private Map<String, String> given() {
        var given = new HashMap<String, String>();
        put(given, "user", user);
        put(given, "tls", tls);
        put(given, "timeout", timeout);
        put(given, Service.IMAP.word(), imap);
        put(given, Service.SMTP.word(), smtp);
        put(given, Service.POP3.word(), pop3);
        if (authorities != null) {
            given.put("ca", authorities.toAbsolutePath().toString());
        }
        if (trustAny) {
            given.put("trust-any", "true");
        }
        if (wire) {
            given.put("fresh", "0"); // who wants to see the server asks it
        }
        if (timeout != null && !timeout.matches("[1-9][0-9]{0,3}")) {
            throw new Failure(Failure.Kind.USAGE, "--timeout takes seconds from 1 on");
        }
        check(given);
        return given;
    }

    /// Whether servers and the way of protection make sense.
    static void check(Map<String, String> given) {
        String mode = given.get("tls");
        if (mode != null) {
            TlsMode.parse(mode);
        }
        for (Service service : Service.values()) {
            String server = given.get(service.word());
            if (server != null) {
                Endpoint.parse(server, service.ports().getFirst());
            }
        }
    }

    private static void put(Map<String, String> map, String key, @Nullable String value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    /// The password: from standard input, a command, the environment, the file, or the person.
    private String password(
            Profiles profiles, Optional<String> known, Surroundings surroundings, InputStream in) {
        if (passwordStdin) {
            return Passwords.firstLine(in, "standard input");
        }
        if (passwordCommand != null) {
            return Passwords.ofCommand(passwordCommand);
        }
        return known.flatMap(n -> Passwords.kept(profiles, n, surroundings))
                .or(() -> surroundings.variable("JEBI_MAIL_PASSWORD"))
                .orElseGet(() -> Passwords.asked(surroundings, userOf(profiles, known)));
    }

    private String userOf(Profiles profiles, Optional<String> known) {
        return Optional.ofNullable(user)
                .or(() -> known.flatMap(n -> profiles.value(n, "user")))
                .orElse("");
    }

    /// The rest of standard input as text.
    static String text(InputStream in) throws IOException {
        var text = new StringBuilder();
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }
}
