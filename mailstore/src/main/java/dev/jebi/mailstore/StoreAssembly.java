package dev.jebi.mailstore;

import dev.jebi.mailstore.index.Follower;
import dev.jebi.mailstore.index.IndexReader;
import dev.jebi.mailstore.journal.Log;

import java.time.InstantSource;
import java.util.Optional;

/// Puts a store together from what its engine has opened; the same for every engine.
///
/// @param key random octets that only this store knows
record StoreAssembly(StoreLimits limits, InstantSource clock, byte[] key) {
    /// What an engine opens.
    ///
    /// @param leases of a queue that is shared
    /// @param end closes all of it
    record Core(
            IndexReader index,
            Inventory inventory,
            QueueState queue,
            Ids ids,
            Follower follower,
            Log log,
            Optional<Leases> leases,
            Runnable end) {}

    MailStore assemble(Core core) {
        var inventory = core.inventory;
        var committer = new Committer(core.log, inventory, core.follower);
        var acceptor = new Acceptor(inventory, committer, limits);
        var open = new OpenMailboxes(core.index, limits.idleMessages());
        var expiry = new KeptExpiry();
        var undelete = new Undelete(limits.undelete(), clock, expiry::mind);
        var messages = new MessageChanges(committer, limits, undelete);
        var structure = new Structure(inventory, committer);
        var mailboxes = new MailboxChanges(inventory, messages, open, core.ids, structure);
        var kept =
                new KeptMessages(
                        new KeptMessages.Parts(
                                inventory,
                                committer,
                                mailboxes,
                                core.index,
                                core.follower,
                                core.log),
                        limits,
                        clock);
        expiry.start(kept);
        var accounts =
                new AccountDirectory(
                        inventory,
                        mailboxes,
                        core.ids,
                        new Passwords(key, PasswordLimits.STANDARD, clock),
                        structure);
        var queue =
                new OutboundQueue(core.queue, committer, acceptor, core.log, clock, core.leases);
        return new JournaledStore(
                new JournaledStore.Parts(
                        inventory,
                        accounts,
                        queue,
                        acceptor,
                        mailboxes,
                        messages,
                        kept,
                        new AccountWarnings(inventory, committer, limits),
                        open,
                        core.log,
                        () -> {
                            expiry.close();
                            core.end.run();
                        }));
    }
}
