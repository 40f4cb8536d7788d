package dev.jebi.daemon;

import dev.jebi.address.Domain;
import dev.jebi.mailstore.ClusterSettings;
import dev.jebi.mailstore.ClusterStore;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.StoreInUse;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.mailstore.StoreMoved;
import dev.jebi.mailstore.StoreRefused;
import dev.jebi.mailstore.search.SearchLimits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The store in a data directory, made where it is missing.
///
/// @param added the domains that a first start gave it
record OpenedStore(MailStore store, List<Domain> added) {
    /// A disk with less is full: the index cannot even note that it is open.
    private static final long ROOM_TO_OPEN = 1 << 20;

    /// Opens it for a command: a store that fails is told by what the command comes to.
    ///
    /// @throws StoreInUse when another process has it
    static OpenedStore in(Path data, Configuration configuration, InstantSource clock)
            throws IOException {
        return in(data, configuration, clock, _ -> {});
    }

    /// Opens it, with the domains `localhost` and the host's own when it is new.
    ///
    /// @param onFailure called once when the store can acknowledge nothing any more
    /// @throws StoreInUse when another process has it
    static OpenedStore in(
            Path data,
            Configuration configuration,
            InstantSource clock,
            Consumer<IOException> onFailure)
            throws IOException {
        if (!Files.isDirectory(data)) {
            try {
                Files.createDirectories(
                        data.toAbsolutePath(),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            } catch (IOException e) {
                throw new Failure(
                        ExitCode.NOT_ALLOWED,
                        "the data directory "
                                + data
                                + " cannot be made ("
                                + e
                                + "); choose another with --data");
            }
        }
        MailStore store = store(data, configuration, limits(configuration), clock, onFailure);
        var added = new ArrayList<Domain>();
        if (store.directory().domains().isEmpty() && store.directory().accounts().isEmpty()) {
            for (Domain domain : List.of(Domain.parse("localhost"), configuration.hostname())) {
                if (!domain.literal() && store.directory().addDomain(domain)) {
                    added.add(domain);
                }
            }
        }
        return new OpenedStore(store, added);
    }

    /// What the store grants, as it is configured.
    static StoreLimits limits(Configuration configuration) {
        var search = SearchLimits.STANDARD;
        return StoreLimits.STANDARD
                .with(configuration.undelete())
                .with(configuration.trace())
                .with(configuration.compaction())
                .with(configuration.searchIndex() ? search : search.off());
    }

    private static MailStore store(
            Path data,
            Configuration configuration,
            StoreLimits limits,
            InstantSource clock,
            Consumer<IOException> onFailure)
            throws IOException {
        var cluster = configuration.contents().in(configuration.cluster(), data, clock);
        if (!cluster.isEmpty()) {
            return shared(data, cluster, limits, clock);
        }
        try {
            return EmbeddedStore.open(data, limits, clock, onFailure);
        } catch (StoreInUse | StoreRefused e) {
            throw e;
        } catch (StoreMoved e) {
            throw new Failure(ExitCode.NOT_ALLOWED, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw explained(data, e);
        }
    }

    /// The store that nodes share; what it is short of is not this node's disk.
    private static MailStore shared(
            Path data, List<ClusterSettings> settings, StoreLimits limits, InstantSource clock)
            throws IOException {
        var own = MigrateCommand.unmoved(data);
        if (own.isPresent()) {
            throw new Failure(ExitCode.NOT_ALLOWED, own.get());
        }
        try {
            return ClusterStore.open(data, settings, limits, clock);
        } catch (StoreInUse e) {
            throw e;
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    e.getMessage() + "; check store.url, and that the database runs");
        }
    }

    /// What the fault is when the disk is full; otherwise the fault itself.
    static IOException explained(Path data, IOException fault) throws IOException {
        if (Files.getFileStore(data).getUsableSpace() >= ROOM_TO_OPEN) {
            return fault;
        }
        throw new Failure(
                ExitCode.TRY_AGAIN,
                "the disk of the data directory "
                        + data
                        + " is full; nothing is lost: make room and start again");
    }
}
