package dev.jebi.useragent;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import dev.jebi.useragent.account.Surroundings;
import dev.jebi.useragent.reading.MessageReading;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A mail server of others on free ports, and `jebi mail` in front of it with a home of its own.
final class MailSite implements AutoCloseable {
    static final String USER = "al@a.test";

    private static final long STARTUP_MILLIS = 60_000;

    /// How a command ended, with what it wrote.
    record Ended(int exitCode, String out, String err) {}

    private final GreenMail server;
    private final GreenMailUser account;
    private final Path home;
    private final Map<String, String> environment = new HashMap<>();

    MailSite(Path home) {
        MessageReading
                .readBrokenMail(); // before the server, in this same process, asks for its settings
        this.home = home;
        server =
                new GreenMail(
                        Stream.of("smtp", "imap", "pop3", "imaps")
                                .map(MailSite::setup)
                                .toArray(ServerSetup[]::new));
        server.start();
        account = server.setUser(USER, USER, "secret");
        environment.put("JEBI_MAIL_PASSWORD", "secret");
    }

    private static ServerSetup setup(String protocol) {
        var setup = new ServerSetup(0, "127.0.0.1", protocol);
        setup.setServerStartupTimeout(STARTUP_MILLIS);
        return setup;
    }

    GreenMail server() {
        return server;
    }

    Path home() {
        return home;
    }

    String smtp() {
        return "127.0.0.1:" + server.getSmtp().getPort();
    }

    String imap() {
        return "127.0.0.1:" + server.getImap().getPort();
    }

    String imaps() {
        return "127.0.0.1:" + server.getImaps().getPort();
    }

    String pop3() {
        return "127.0.0.1:" + server.getPop3().getPort();
    }

    /// Runs a verb against this site as its user.
    Ended mail(String... arguments) {
        return mailWith("", arguments);
    }

    /// Runs a verb against this site as its user, with these variables too.
    Ended mail(Map<String, String> variables, String... arguments) {
        var all = new HashMap<>(environment);
        all.putAll(variables);
        return run(surroundings(all), "", here(arguments));
    }

    /// Runs a verb against this site as its user, with that on standard input.
    Ended mailWith(String in, String... arguments) {
        return run(surroundings(environment), in, here(arguments));
    }

    /// Runs a verb against this site as its user, with its data going there.
    Ended mailTo(OutputStream out, String... arguments) {
        return run(surroundings(environment), "", out, here(arguments));
    }

    private String[] here(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--user", USER, "--smtp", smtp(), "--imap", imap(), "--pop3", pop3()));
        return all.toArray(String[]::new);
    }

    /// Runs a command without any of this site's options, and without a password.
    Ended bare(String in, String... arguments) {
        return run(surroundings(Map.of()), in, arguments);
    }

    private Surroundings surroundings(Map<String, String> variables) {
        return new Surroundings(
                home.resolve("config"),
                home.resolve("state"),
                home.resolve("share"),
                variables,
                false);
    }

    private static Ended run(Surroundings surroundings, String in, String... arguments) {
        var out = new ByteArrayOutputStream();
        Ended ended = run(surroundings, in, out, arguments);
        return new Ended(ended.exitCode(), out.toString(StandardCharsets.UTF_8), ended.err());
    }

    private static Ended run(
            Surroundings surroundings, String in, OutputStream out, String... arguments) {
        var err = new ByteArrayOutputStream();
        int exit =
                Main.run(
                        surroundings,
                        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                        out,
                        err,
                        arguments);
        return new Ended(exit, "", err.toString(StandardCharsets.UTF_8));
    }

    /// Delivers a message as it is.
    void deliver(String message) {
        deliver(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    void deliver(byte[] message) {
        try {
            account.deliver(new MimeMessage((Session) null, new ByteArrayInputStream(message)));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
