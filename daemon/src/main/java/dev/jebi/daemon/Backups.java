package dev.jebi.daemon;

import dev.jebi.address.Address;
import dev.jebi.mailstore.AccountRestoration;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.UidSet;
import dev.jebi.mailstore.backup.BackupSet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/// Takes backups of an open store, and brings mail of accounts back from them.
final class Backups {
    private final MailStore store;

    Backups(MailStore store) {
        this.store = store;
    }

    /// Takes a backup into a directory, or brings the one that is there up to date.
    Outcome take(Path target, Progress progress) throws IOException {
        var upkeep = store.upkeep();
        if (upkeep.isEmpty()) {
            return Outcome.failed(
                    ExitCode.UNAVAILABLE,
                    "this store is in PostgreSQL: back up the databases, then the content, by"
                            + " their own means");
        }
        var taken = upkeep.get().backup(target, Share.telling(progress));
        return Outcome.done(
                "%,d messages, %,d octets in %s, %,d of them copied now; read back and sound"
                        .formatted(taken.messages(), taken.octets(), target, taken.fresh()));
    }

    Outcome restore(AdminRequest.RestoreAccount request, Progress progress) throws IOException {
        var account = store.directory().account(Address.parse(request.address()).toString());
        if (account.isEmpty()) {
            return Outcome.failed(
                    ExitCode.BAD_DATA,
                    "there is no account "
                            + request.address()
                            + " now; make it first: jebi account add "
                            + request.address());
        }
        BackupSet set;
        try {
            set = BackupSet.open(Path.of(request.directory()));
        } catch (IOException e) {
            return Outcome.failed(ExitCode.BAD_DATA, String.valueOf(e.getMessage()));
        }
        var choice =
                new AccountRestoration.Choice(
                        name(request.mailbox()), uids(request.uids()), name(request.under()));
        var restored =
                AccountRestoration.run(store, account.get(), set, choice, Share.telling(progress));
        String done =
                "%,d messages restored, %,d were there still"
                        .formatted(restored.restored(), restored.there());
        return switch (restored.ending()) {
            case DONE -> Outcome.done(done);
            case NO_SUCH_ACCOUNT ->
                    Outcome.failed(
                            ExitCode.BAD_DATA, "the backup has no account " + request.address());
            case NOTHING ->
                    Outcome.failed(ExitCode.BAD_DATA, "the backup has nothing of what was asked");
            case OVER_QUOTA ->
                    Outcome.failed(
                            ExitCode.TRY_AGAIN,
                            done
                                    + ", then the quota was full; raise it and give the same"
                                    + " command again");
            case NO_SUCH_MAILBOX ->
                    Outcome.failed(ExitCode.TRY_AGAIN, done + ", then a mailbox could not be made");
        };
    }

    private static Optional<MailboxName> name(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(new MailboxName(name));
    }

    /// Numbers and ranges, `3,7:9`.
    private static UidSet uids(String text) {
        if (text.isEmpty()) {
            return UidSet.ALL;
        }
        var ranges = new ArrayList<UidSet.Range>();
        for (String part : text.split(",", -1)) {
            if (!part.matches("[0-9]{1,10}(:[0-9]{1,10})?")) {
                throw new IllegalArgumentException("'" + part + "' is no UID; write 3,7:9");
            }
            String[] ends = part.split(":", 2);
            long first = Long.parseLong(ends[0]);
            long last = Long.parseLong(ends[ends.length - 1]);
            ranges.add(new UidSet.Range(Math.min(first, last), Math.max(first, last)));
        }
        return UidSet.ofRanges(ranges);
    }
}
