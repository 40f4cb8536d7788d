package dev.jebi.mailstore;

import dev.jebi.mailstore.index.Follower;
import dev.jebi.mailstore.index.IndexReader;
import dev.jebi.mailstore.journal.Log;
import dev.jebi.mailstore.search.SearchIndex;
import dev.jebi.mailstore.trace.TraceBlocks;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Puts a store together from what its engine has opened; the same for every engine.
///
/// @param key random octets that only this store knows
record StoreAssembly(StoreLimits limits, InstantSource clock, byte[] key) {
    /// What an engine opens.
    ///
    /// @param leases of a queue that is shared
    /// @param search where there is a search index; empty for none
    /// @param trace where the trace is kept, if it is kept here
    /// @param upkeep where the engine needs it
    /// @param end closes all of it
    record Core(
            IndexReader index,
            Inventory inventory,
            QueueState queue,
            Ids ids,
            Follower follower,
            Log log,
            Optional<Leases> leases,
            Optional<SearchPlace> search,
            Optional<TraceBlocks> trace,
            Optional<Upkeep> upkeep,
            Runnable end) {}

    /// Where the search index of a store is kept.
    ///
    /// @param directory its own
    /// @param store the id of the store that it is of
    /// @param end no blob has this id or a greater one yet
    record SearchPlace(Path directory, String store, LongSupplier end) {}

    JournaledStore assemble(Core core) {
        var inventory = core.inventory;
        var committer = new Committer(core.log, inventory, core.follower);
        var acceptor = new Acceptor(inventory, committer, limits);
        var open = new OpenMailboxes(core.index, limits.idleMessages());
        var expiry = new KeptExpiry();
        var undelete = new Undelete(limits.undelete(), clock, expiry::mind);
        var messages = new MessageChanges(committer, limits, undelete, clock);
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
        var register = new StoredRegister(inventory, committer, core.index, core.follower, clock);
        expiry.start(kept, register);
        var accounts =
                new AccountDirectory(
                        inventory,
                        mailboxes,
                        core.ids,
                        new Passwords(key, PasswordLimits.STANDARD, clock),
                        structure);
        var queue =
                new OutboundQueue(core.queue, committer, acceptor, core.log, clock, core.leases);
        var search = core.search.filter(_ -> limits.search().enabled()).map(at -> start(at, core));
        var trace = core.trace.map(blocks -> StoredTrace.start(blocks, limits.trace(), clock));
        return new JournaledStore(
                new JournaledStore.Parts(
                        inventory,
                        accounts,
                        queue,
                        acceptor,
                        mailboxes,
                        messages,
                        kept,
                        register,
                        trace.<Trace>map(stored -> stored).orElse(Trace.none()),
                        new AccountWarnings(inventory, committer, limits),
                        open,
                        core.log,
                        search,
                        core.upkeep,
                        () -> {
                            expiry.close();
                            trace.ifPresent(StoredTrace::close);
                            search.ifPresent(SearchIndex::close); // reads from the others
                            core.end.run();
                        }));
    }

    private SearchIndex start(SearchPlace at, Core core) {
        var blobs = new StoredBlobs(core.index, core.log, at.end);
        return SearchIndex.start(at.directory, at.store, blobs, limits.search());
    }
}
