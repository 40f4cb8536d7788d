package dev.jebi.daemon;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `jebi store`: the care of the store.
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        subcommands = MigrateCommand.class,
        description = "The store: what it takes, whether it is sound, and what to do about it.")
final class StoreCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        AdminCall.missing(spec);
    }

    @Command(
            description = "Tells what the store takes on the disk, and what of it lives.",
            mixinStandardHelpOptions = true)
    int stats(@Mixin Place place) {
        return AdminCall.run(spec, place, new AdminRequest.StoreStats());
    }

    @Command(
            description =
                    "Reads everything: every record, the octets of every message, all counts and"
                            + " sums. Names the messages that are damaged.",
            mixinStandardHelpOptions = true)
    int verify(@Mixin Place place) {
        return AdminCall.run(spec, place, new AdminRequest.StoreVerify());
    }

    @Command(
            description = "Gives back the disk space of what was deleted, now and at full speed.",
            mixinStandardHelpOptions = true)
    int compact(@Mixin Place place) {
        return AdminCall.run(spec, place, new AdminRequest.StoreCompact());
    }

    @Command(
            description =
                    "Throws the index away and makes it again, from the newest snapshot and the"
                            + " journal. The server must not run.",
            mixinStandardHelpOptions = true)
    int rebuild(
            @Mixin Place place,
            @Option(
                            names = "--without-missing",
                            description =
                                    "go on without segments of the journal that are missing; the"
                                            + " messages in them are lost")
                    boolean withoutMissing) {
        return AdminCall.run(spec, place, new AdminRequest.StoreRebuild(withoutMissing));
    }
}
