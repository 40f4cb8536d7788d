package dev.jebi.useragent.panes;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Passwords;
import dev.jebi.useragent.account.Profiles;
import dev.jebi.useragent.account.Surroundings;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.reading.MessageReading;
import dev.jebi.useragent.terminal.Screen;
import dev.jebi.useragent.terminal.Tty;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// `jebi mail` without a verb: the panes on this process's terminal.
public final class Panes {
    private final Surroundings surroundings;
    private final InstantSource clock;
    private final Settings settings;

    private Panes(Surroundings surroundings, InstantSource clock) throws IOException {
        this.surroundings = surroundings;
        this.clock = clock;
        this.settings =
                Settings.in(
                        surroundings.accounts().resolveSibling("panes.properties"),
                        surroundings.environment());
    }

    /// Runs until the person leaves.
    ///
    /// @param account its name in the file of accounts; empty for the standard one
    public static void run(Surroundings surroundings, Optional<String> account) throws IOException {
        MessageReading.readBrokenMail();
        var panes = new Panes(surroundings, InstantSource.system());
        if (panes.settings.lines()) {
            panes.inLines(account);
            return;
        }
        try (var tty = Tty.open()) {
            panes.on(tty, account);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// For a screen reader; the account must be there.
    private void inLines(Optional<String> named) throws IOException {
        Profiles profiles = Profiles.in(surroundings.accounts());
        String name =
                named.or(profiles::standard)
                        .orElseThrow(() ->
                                new IOException(
                                        "there is no account; jebi mail account add makes one"));
        String user = profiles.value(name, "user").orElse(name);
        String password =
                Passwords.kept(profiles, name, surroundings)
                        .orElseGet(() -> Passwords.asked(surroundings, user));
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out =
                new PrintWriter(
                        new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        try (Mail mail = mail(profiles, name, password)) {
            new PlainLines(in, out, mail, settings, clock).run();
        }
    }

    private void on(Screen screen, Optional<String> named)
            throws IOException, InterruptedException {
        var stage = new Stage(screen, clock, settings);
        Profiles profiles = Profiles.in(surroundings.accounts());
        Optional<String> name = named.isPresent() ? named : profiles.standard();
        if (name.isEmpty()) {
            var setup = new AccountSetup(surroundings, clock, settings.home());
            stage.open(new FirstRun(stage, setup, mail -> open(stage, mail)));
        } else {
            signIn(stage, profiles, name.get(), mail -> open(stage, mail));
        }
        stage.run();
    }

    /// Opens an account; its password is asked for when it is kept nowhere.
    private void signIn(Stage stage, Profiles profiles, String name, Consumer<Mail> then) {
        Optional<String> kept = Passwords.kept(profiles, name, surroundings);
        if (kept.isPresent()) {
            then.accept(mail(profiles, name, kept.get()));
            return;
        }
        String user = profiles.value(name, "user").orElse(name);
        stage.open(
                PromptView.plain(
                                stage,
                                "password of " + user + ": ",
                                typed -> then.accept(mail(profiles, name, typed)))
                        .secret());
    }

    /// The accounts of the file, as it is when they are asked for.
    private Accounts accounts(Stage stage) {
        return new Accounts() {
            @Override
            public List<String> names() {
                return List.copyOf(Profiles.in(surroundings.accounts()).names());
            }

            @Override
            public void open(String name, View now) {
                Profiles profiles = Profiles.in(surroundings.accounts());
                if (!profiles.names().contains(name)) {
                    stage.warn("there is no account " + name);
                    return;
                }
                signIn(
                        stage,
                        profiles,
                        name,
                        mail -> {
                            Panes.this.open(stage, mail);
                            stage.close(now);
                        });
            }
        };
    }

    private Mail mail(Profiles profiles, String name, String password) {
        var account = Account.named(profiles, name, surroundings, () -> password);
        return new AccountMail(
                account, LocalStore.of(surroundings, account), clock, settings.home());
    }

    private void open(Stage stage, Mail mail) {
        try {
            var view = new MailView(stage, mail, accounts(stage), ZoneId.systemDefault());
            stage.open(view);
            view.start("INBOX");
            int drafts = mail.drafts().names().size();
            if (drafts > 0) {
                String key = stage.keymap().keysOf(Act.DRAFTS).split(" ", 2)[0];
                stage.say(
                        (drafts == 1 ? "1 draft" : drafts + " drafts")
                                + " kept; "
                                + key
                                + " shows");
            }
        } catch (IOException e) {
            stage.warn(Stage.sentence(e));
        }
    }
}
