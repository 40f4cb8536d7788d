package dev.jebi.useragent;

import dev.jebi.useragent.account.Authorities;
import dev.jebi.useragent.account.Endpoint;
import dev.jebi.useragent.account.Keeping;
import dev.jebi.useragent.account.Passwords;
import dev.jebi.useragent.account.Profiles;
import dev.jebi.useragent.account.Surroundings;
import dev.jebi.useragent.account.TlsMode;
import dev.jebi.useragent.failure.Failure;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.stream.Stream;

/// What an account in the file may have.
final class AccountValues {
    @Option(names = "--mail-config", paramLabel = "FILE", description = "the file of accounts")
    private @Nullable Path config;

    @Option(names = "--user", paramLabel = "ADDRESS", description = "who signs in")
    private @Nullable String user;

    @Option(names = "--imap", paramLabel = "HOST:PORT", description = "the IMAP server")
    private @Nullable String imap;

    @Option(names = "--smtp", paramLabel = "HOST:PORT", description = "the submission server")
    private @Nullable String smtp;

    @Option(names = "--pop3", paramLabel = "HOST:PORT", description = "the POP3 server")
    private @Nullable String pop3;

    @Option(names = "--tls", paramLabel = "MODE", description = "auto, none, starttls or implicit")
    private @Nullable String tls;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "trusts the certificates of this file (PEM), and no others")
    private @Nullable Path authorities;

    @Option(names = "--trust-any", description = "takes any certificate")
    private boolean trustAny;

    @Option(
            names = "--password-command",
            paramLabel = "COMMAND",
            description = "a command whose first line of output is the password")
    private @Nullable String passwordCommand;

    @Option(
            names = "--password-stdin",
            description = "the password is the first line of standard input")
    private boolean passwordStdin;

    @Option(names = "--signature", paramLabel = "TEXT", description = "stands below every letter")
    private @Nullable String signature;

    @Option(
            names = "--keep",
            paramLabel = "file|secret-tool",
            defaultValue = "file",
            description =
                    "where the password is kept: in the file of accounts, which only you can read,"
                            + " or in the keyring of your desktop; default: file")
    private String keep = "file";

    Path config(Surroundings surroundings) {
        return Optional.ofNullable(config).orElseGet(surroundings::accounts);
    }

    /// Whether no server to read from is given, so that one is to be found.
    boolean nowhere() {
        return imap == null && pop3 == null;
    }

    /// Where a password is kept that is no command.
    Keeping keeping() {
        return switch (keep) {
            case "file" -> Keeping.FILE;
            case "secret-tool" -> Keeping.SECRET_TOOL;
            default ->
                    throw new Failure(
                            Failure.Kind.USAGE,
                            "'" + keep + "' keeps no passwords; write --keep file or secret-tool");
        };
    }

    /// The password, or the command for it, if one is given.
    Optional<Secret> secret(InputStream in) {
        if (passwordCommand != null) {
            return Optional.of(new Secret(Keeping.COMMAND, passwordCommand));
        }
        return passwordStdin
                ? Optional.of(new Secret(keeping(), Passwords.firstLine(in, "standard input")))
                : Optional.empty();
    }

    /// A password, or a command that tells it.
    record Secret(Keeping keeping, String words) {
        /// The password itself.
        String password() {
            return keeping == Keeping.COMMAND ? Passwords.ofCommand(words) : words;
        }
    }

    void into(Profiles profiles, String name) {
        if (tls != null) {
            TlsMode.parse(tls);
        }
        Stream.of(Optional.ofNullable(imap), Optional.ofNullable(smtp), Optional.ofNullable(pop3))
                .flatMap(Optional::stream)
                .forEach(server -> Endpoint.parse(server, 1));
        if (authorities != null) {
            var _ = new Authorities(authorities).tls(); // what is no such file is told now
        }
        var values = new LinkedHashMap<String, @Nullable String>();
        values.put("user", user);
        values.put("imap", imap);
        values.put("smtp", smtp);
        values.put("pop3", pop3);
        values.put("tls", tls);
        values.put("ca", authorities == null ? null : authorities.toAbsolutePath().toString());
        values.put("trust-any", trustAny ? "true" : null);
        values.put("signature", signature);
        if (user == null && profiles.value(name, "user").isEmpty()) {
            throw new Failure(Failure.Kind.USAGE, "nobody is named; give --user ADDRESS");
        }
        values.forEach((key, value) -> {
            if (value != null) {
                profiles.set(name, key, value);
            }
        });
    }
}
