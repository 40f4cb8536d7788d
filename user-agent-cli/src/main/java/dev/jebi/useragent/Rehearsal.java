package dev.jebi.useragent;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Profiles;
import dev.jebi.useragent.account.Surroundings;
import dev.jebi.useragent.local.Delta;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.local.MailboxState;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.local.StableId;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A home with a mailbox of sixty messages, for the rehearsal from which the launcher makes the AOT
/// cache of `jebi mail ls`: the list is then shown by another process, [Main] itself, so that
/// nothing but what a list takes is in that cache. Java takes a whole cache in before it begins.
final class Rehearsal {
    private static final int MESSAGES = 60;

    private Rehearsal() {}

    /// Makes the home.
    ///
    /// @param arguments its directory, which is what XDG_CONFIG_HOME and XDG_DATA_HOME are then
    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(arguments[0]);
        prepare(new Surroundings(home, home, home, Map.of(), false));
    }

    private static void prepare(Surroundings surroundings) throws IOException {
        var profiles = Profiles.in(surroundings.accounts());
        profiles.set("rehearsal", "user", "rehearsal@localhost");
        profiles.set("rehearsal", "imap", "localhost:1");
        profiles.set("rehearsal", "password", "none");
        profiles.set("rehearsal", "fresh", "86400");
        profiles.write();
        var account = Account.named(profiles, "rehearsal", surroundings, () -> "");
        Instant now = InstantSource.system().instant();
        var rows = new ArrayList<Envelope>();
        for (int uid = 1; uid <= MESSAGES; uid++) {
            rows.add(row(uid, now.minusSeconds(60L * (MESSAGES - uid))));
        }
        var state = new MailboxState(1, MESSAGES + 1, 1, now, MESSAGES, MESSAGES / 2, 1);
        LocalStore.of(surroundings, account)
                .mailbox("INBOX")
                .apply(new Delta(rows, Set.of(), Map.of(), Optional.of(state)));
    }

    private static Envelope row(int uid, Instant date) {
        return new Envelope(
                new MessageRef("INBOX", uid),
                StableId.of("message " + uid),
                StableId.of("thread " + uid / 3),
                uid % 2 == 0 ? List.of("seen") : List.of("flagged", "$Label1"),
                uid % 5 == 0,
                date,
                date,
                1_000L * uid,
                new Envelope.Words(
                        "김승환 <kim@b.test>",
                        "\"Swallow, A.\" <a@a.test>, b@b.test",
                        "",
                        "제비 한 마리 " + uid,
                        "<" + uid + "@b.test>",
                        "",
                        "",
                        ""));
    }
}
