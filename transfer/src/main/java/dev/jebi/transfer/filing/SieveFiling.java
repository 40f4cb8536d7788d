package dev.jebi.transfer.filing;

import dev.jebi.address.Address;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.sieve.Compilation;
import dev.jebi.sieve.SieveAction;
import dev.jebi.sieve.SieveEnvelope;
import dev.jebi.sieve.SieveError;
import dev.jebi.sieve.SieveMessage;
import dev.jebi.sieve.SieveOutcome;
import dev.jebi.transfer.addresses.AddressBook;
import dev.jebi.transfer.addresses.Addresses;
import dev.jebi.transfer.addresses.Entry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs the rules of an account over a message: the system's script that comes before, the
/// account's own, the system's that comes after. One that keeps nothing ends it. Safe for use by
/// several threads.
public final class SieveFiling {
    private static final Logger LOG = LoggerFactory.getLogger(SieveFiling.class);

    /// More entries than that are not searched for other names of an account.
    private static final int SEARCHED_ENTRIES = 10_000;

    private final MailStore store;
    private final StoredScripts scripts;
    private final Addresses addresses;
    private final World.Surroundings around;
    private final InstantSource clock;

    /// Rules of a store's accounts.
    ///
    /// @param hostname what this host calls itself
    public SieveFiling(
            MailStore store,
            StoredScripts scripts,
            Addresses addresses,
            String hostname,
            InstantSource clock) {
        this.store = store;
        this.scripts = scripts;
        this.addresses = addresses;
        this.clock = clock;
        this.around =
                new World.Surroundings(
                        store,
                        scripts,
                        new Memory(store.register()),
                        hostname,
                        addresses.settings().separators(),
                        clock::instant);
    }

    /// The scripts.
    public StoredScripts scripts() {
        return scripts;
    }

    /// What an account's rules want done with a message.
    ///
    /// @throws IOException when what they need cannot be read; the delivery is for later
    public Filed file(Delivered delivered) throws IOException {
        var before = scripts.text(Optional.empty(), StoredScripts.BEFORE);
        var own = scripts.activeText(delivered.account().id());
        var after = scripts.text(Optional.empty(), StoredScripts.AFTER);
        if (before.isEmpty() && own.isEmpty() && after.isEmpty()) {
            return Filed.kept(inbox(delivered));
        }
        var world = new World(around, delivered, () -> names(delivered));
        var actions = new Actions(around, addresses, delivered, world, clock);
        try {
            run(
                    List.of(
                            new Named("before", before),
                            new Named("own", own),
                            new Named("after", after)),
                    actions,
                    world,
                    delivered);
        } catch (RuntimeException e) { // a mistake of ours must not cost a message
            LOG.error(
                    "event=sieve id={} account={}",
                    delivered.id(),
                    delivered.account().address(),
                    e);
            return Filed.kept(inbox(delivered));
        }
        return actions.filed();
    }

    /// A script and whose it is.
    private record Named(String whose, Optional<String> text) {}

    private void run(List<Named> sequence, Actions actions, World world, Delivered delivered)
            throws IOException {
        boolean ran = false;
        for (Named script : sequence) {
            if (script.text.isEmpty()) {
                continue;
            }
            var outcome = outcome(script, world, delivered);
            if (outcome.isEmpty()) {
                continue;
            }
            ran = true;
            if (!actions.take(outcome.get())) {
                return; // it has filed the message, and that is the end
            }
        }
        if (!ran) {
            actions.keep();
        }
    }

    private Optional<SieveOutcome> outcome(Named script, World world, Delivered delivered)
            throws IOException {
        switch (scripts.ready(script.text.orElseThrow())) {
            case Compilation.Refused(var errors) -> {
                log(script, delivered, errors.getFirst()); // an older program took it
                return Optional.empty();
            }
            case Compilation.Compiled(var compiled, _) -> {
                var envelope =
                        new SieveEnvelope(
                                delivered.from().address().map(Address::toString).orElse(""),
                                delivered.recipient().toString());
                var message =
                        new SieveMessage(
                                delivered.content(), envelope, Optional.of(delivered.head()));
                var outcome = compiled.run(message, world);
                outcome.error().ifPresent(error -> log(script, delivered, error));
                return Optional.of(outcome);
            }
        }
    }

    private static void log(Named script, Delivered delivered, SieveError error) {
        LOG.warn(
                "event=sieve-failed id={} account={} script={} line={} why=\"{}\"",
                delivered.id(),
                delivered.account().address(),
                script.whose,
                error.line(),
                error.sentence());
    }

    /// The addresses that lead to this account alone.
    private List<String> names(Delivered delivered) {
        var account = delivered.account();
        var names = new ArrayList<String>();
        names.add(delivered.recipient().toString());
        names.add(account.address().toString());
        var entries = addresses.book().entries();
        if (entries.size() <= SEARCHED_ENTRIES) {
            String own = AddressBook.key(account.address());
            entries.stream()
                    .filter(entry -> entry instanceof Entry.Alias && entry.targets().size() == 1)
                    .filter(entry -> AddressBook.key(entry.targets().getFirst()).equals(own))
                    .forEach(entry -> names.add(entry.address().toString()));
        }
        return names;
    }

    private MailboxName inbox(Delivered delivered) {
        return delivered.junk()
                ? Actions.junk(store, delivered.account()).orElse(MailboxName.INBOX)
                : MailboxName.INBOX;
    }

    /// Whether an action leaves the message to the next script.
    static boolean keeps(SieveAction action) {
        return action instanceof SieveAction.Keep;
    }
}
