package dev.jebi.useragent;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Surroundings;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.online.Mailboxes;
import dev.jebi.useragent.wire.Wire;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/// What all verbs have in common: options, how they fail, and how they reach mail.
abstract class Verb implements Callable<Integer> {
    @ParentCommand private Verbs main = orphan();

    @Mixin private ServerOptions servers = new ServerOptions();

    @Mixin private FormOptions form = new FormOptions();

    private @Nullable Account account;
    private @Nullable LocalStore store;

    @SuppressWarnings("NullAway") // picocli sets it before a verb runs
    private static Verbs orphan() {
        return null;
    }

    /// Does what the verb says.
    abstract void run(Output output) throws IOException;

    /// The verb's own name, which is its schema's too.
    String word() {
        return getClass().getSimpleName().replace("Command", "").toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public Integer call() {
        Output output = main.output();
        output.form(form.form());
        if (form.schema()) {
            return main.guarded(() -> output.line(Schemas.of(word())));
        }
        return main.guarded(() -> run(output));
    }

    /// The account that the options describe, over the file of accounts.
    Account account() {
        if (account == null) {
            account = servers.account(main.surroundings(), main.output().in());
            if (servers.wire()) {
                account.show(new Wire(main.output().err(), surroundings().coloured()));
            }
        }
        return account;
    }

    /// What is kept here of that account.
    LocalStore store() {
        if (store == null) {
            store = LocalStore.of(surroundings(), account());
        }
        return store;
    }

    /// The file of accounts.
    Path accounts() {
        return servers.accounts(surroundings());
    }

    Surroundings surroundings() {
        return main.surroundings();
    }

    boolean people() {
        return main.output().people();
    }

    /// Something to do with mailboxes.
    interface Work {
        void on(Mailboxes mailboxes) throws IOException;
    }

    /// Does the work with the account's mailboxes, which are closed afterwards.
    void withMailboxes(Work work) throws IOException {
        try (Mailboxes mailboxes = Mailboxes.of(account(), store())) {
            try {
                work.on(mailboxes);
            } finally {
                told(mailboxes);
            }
        }
    }

    /// What waits, and what waited and could not be done.
    private void told(Mailboxes mailboxes) {
        if (mailboxes.postponed()) {
            main.output().note("the server cannot be reached; done with the next jebi mail sync");
        }
        mailboxes.made().stream()
                .map(Mailboxes.Made::told)
                .flatMap(Optional::stream)
                .forEach(main.output()::note);
    }
}
