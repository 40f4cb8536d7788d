package dev.jebi.useragent.account;

import dev.jebi.useragent.failure.Failure;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Where passwords come from. Never from an argument, which every user of the machine can read.
public final class Passwords {
    private static final int MAX_LINE = 10_000;
    private static final int COMMAND_SECONDS = 60;

    private Passwords() {}

    /// What is kept for an account: by a command, in the environment, or in the file of accounts.
    public static Optional<String> kept(
            Profiles profiles, String account, Surroundings surroundings) {
        Optional<String> command = profiles.value(account, "password-command");
        if (command.isPresent()) {
            return Optional.of(ofCommand(command.get()));
        }
        return surroundings.variable("JEBI_MAIL_PASSWORD").or(() -> written(profiles, account));
    }

    /// The password in the file of accounts, if nobody else can read that.
    public static Optional<String> written(Profiles profiles, String account) {
        Optional<String> password = profiles.value(account, "password");
        if (password.isPresent() && profiles.readByOthers()) {
            throw new Failure(
                    Failure.Kind.BAD_CONFIGURATION,
                    profiles.file()
                            + " holds a password and others may read it; chmod 600 mends that");
        }
        return password;
    }

    /// Asks the person at a terminal; without one there is no password.
    public static String asked(Surroundings surroundings, String user) {
        @Nullable Console console = surroundings.terminal() ? System.console() : null;
        if (console == null) {
            throw new Failure(
                    Failure.Kind.NO_PASSWORD,
                    "there is no password and no terminal to ask for it; give --password-stdin,"
                            + " --password-command or JEBI_MAIL_PASSWORD");
        }
        char[] password = console.readPassword("Password of %s: ", user);
        return password == null ? "" : new String(password);
    }

    /// The first line that a command writes.
    public static String ofCommand(String command) {
        try {
            Process process =
                    new ProcessBuilder("sh", "-c", command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            process.getOutputStream().close();
            String line = firstLine(process.getInputStream(), "the password command");
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
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
    public static String firstLine(InputStream in, String from) {
        try {
            var line = new ByteArrayOutputStream();
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
}
