package dev.jebi.daemon;

import dev.jebi.mailstore.backup.BackupSet;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `jebi backup`: a copy of everything, while mail goes on.
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description =
                "Takes a backup of the whole store into a directory, while the server runs or while"
                        + " it does not; what an earlier backup there has is not copied again.")
final class BackupCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Parameters(paramLabel = "DIR", description = "where it is, or goes")
    private Path directory = Path.of("");

    @Option(names = "--check", description = "only reads the backup that is there and checks it")
    private boolean check;

    @Override
    public Integer call() {
        Path target = directory.toAbsolutePath().normalize();
        if (!check) {
            return AdminCall.run(spec, place, new AdminRequest.Backup(target.toString()));
        }
        Logging.quiet();
        try {
            var set = BackupSet.open(target);
            long messages = set.check(Share.telling(spec.commandLine().getErr()::println));
            spec.commandLine()
                    .getOut()
                    .println(
                            "the backup of %s is sound: %,d messages, %,d octets"
                                    .formatted(set.made(), messages, set.octets()));
            return ExitCode.DONE.number();
        } catch (IOException e) {
            throw new Failure(ExitCode.BAD_DATA, String.valueOf(e.getMessage()));
        }
    }
}
