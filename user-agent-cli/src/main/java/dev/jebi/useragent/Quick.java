package dev.jebi.useragent;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Profiles;
import dev.jebi.useragent.account.Surroundings;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalStore;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The way of `jebi mail ls` when everything is here already: no library, no server, about as quick
/// as Java starts. Whatever it does not know or finds wrong is left to the long way, which says so.
final class Quick {
    /// What the launcher says when it makes the AOT cache: both forms of a list in one process.
    private static final String REHEARSAL = "--rehearse-list";

    private String mailbox = "INBOX";
    private boolean named;
    private int limit = Listing.LIMIT;
    private boolean unseen;
    private boolean offline;
    private Output.Form form = Output.Form.PEOPLE;
    private final Map<String, String> given = new HashMap<>();

    private Quick() {}

    /// Does the command, if it is one of these.
    static boolean done(Surroundings surroundings, Output output, String... words) {
        if (words.length == 1 && words[0].equals(REHEARSAL)) {
            return done(surroundings, output, "ls") && done(surroundings, output, "ls", "--json");
        }
        if (words.length == 0 || !words[0].equals("ls")) {
            return false;
        }
        var quick = new Quick();
        try {
            return quick.understands(words) && quick.run(surroundings, output);
        } catch (IOException | RuntimeException _) {
            return false; // the long way finds the words for it
        }
    }

    private boolean understands(String... words) {
        var said = new HashSet<String>();
        for (int i = 1; i < words.length; i++) {
            if (!words[i].isEmpty() && words[i].charAt(0) == '-' && !said.add(words[i])) {
                return false; // twice, which is bad usage
            }
            switch (words[i]) {
                case "--json" -> form(Output.Form.JSON);
                case "--jsonl" -> form(Output.Form.JSONL);
                case "--plain" -> form(Output.Form.PLAIN);
                case "--unseen" -> unseen = true;
                case "--offline" -> offline = true;
                case "--trust-any" -> given.put("trust-any", "true");
                case "--limit", "--account", "--user", "--imap", "--smtp", "--pop3", "--tls" -> {
                    if (i + 1 == words.length) {
                        return false;
                    }
                    given.put(words[i].substring(2), words[++i]);
                }
                default -> {
                    if (named || words[i].isEmpty() || words[i].charAt(0) == '-') {
                        return false;
                    }
                    mailbox = words[i];
                    named = true;
                }
            }
        }
        return limited(given.remove("limit"));
    }

    /// The first in the order of the forms, as [FormOptions] has it.
    private void form(Output.Form asked) {
        if (form == Output.Form.PEOPLE || asked.compareTo(form) < 0) {
            form = asked;
        }
    }

    private boolean limited(@Nullable String text) {
        if (text != null) {
            limit = Integer.parseInt(text);
        }
        return limit > 0;
    }

    private boolean run(Surroundings surroundings, Output output) throws IOException {
        var profiles = Profiles.in(surroundings.accounts());
        @Nullable String asked = given.remove("account");
        if (asked != null && !profiles.names().contains(asked)) {
            return false;
        }
        if (!given.isEmpty()) {
            ServerOptions.check(given);
        }
        String name = asked == null ? profiles.standard().orElse("") : asked;
        var account = new Account(name, new Values(given, profiles, name), new Nothing());
        var store = LocalStore.of(surroundings, account);
        if (!store.outbox().isEmpty()) {
            return false; // whoever goes to the server takes along what waits
        }
        var listing = new Listing(mailbox, limit, unseen, false, offline);
        Optional<List<Envelope>> rows = listing.kept(store, account);
        if (rows.isEmpty() || (offline && !store.mailbox(mailbox).state().known())) {
            return false;
        }
        output.form(form);
        if (form == Output.Form.PEOPLE) {
            RowText.lines(output, rows.get());
        } else {
            output.element(form, RowText.values(rows.get()));
        }
        return true;
    }

    /// What was given, else what the file of accounts says; a class, because a lambda starts
    /// slowly.
    private record Values(Map<String, String> given, Profiles profiles, String name)
            implements Function<String, Optional<String>> {
        @Override
        public Optional<String> apply(String key) {
            String value = given.get(key);
            return value != null ? Optional.of(value) : profiles.value(name, key);
        }
    }

    /// No password: nobody is asked for one.
    private record Nothing() implements Supplier<String> {
        @Override
        public String get() {
            return "";
        }
    }
}
