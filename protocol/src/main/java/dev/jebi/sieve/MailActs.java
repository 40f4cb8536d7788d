package dev.jebi.sieve;

import dev.jebi.address.Address;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The commands that say where the message goes (RFC 5228 §4, RFC 5429).
final class MailActs {
    private MailActs() {}

    static Act discard() {
        return run -> {
            run.results().discard(run);
            return Flow.NEXT;
        };
    }

    static Act keep(Call call, Scope scope) {
        Optional<List<Text>> flags = Flags.tag(call, scope);
        return run -> {
            run.results().keep(run, Flags.of(flags, run));
            return Flow.NEXT;
        };
    }

    static Act fileInto(Call call, Scope scope) {
        TargetReader target = TargetReader.of(call, scope, scope.text(call, 0));
        Optional<List<Text>> flags = Flags.tag(call, scope);
        boolean copy = call.has("copy");
        return run -> {
            run.results().fileInto(run, target.target(run), Flags.of(flags, run), copy);
            return Flow.NEXT;
        };
    }

    static Act redirect(Call call, Scope scope) {
        Text address = scope.text(call, 0);
        boolean list = call.has("list");
        if (!list && address.constant() && SieveAddress.parse(address.constantText()).isEmpty()) {
            scope.error(address.at(), notAnAddress(address.constantText()));
        }
        boolean copy = call.has("copy");
        Optional<Text> notify = scope.behind(call, "notify");
        Optional<Text> ret = scope.behind(call, "ret");
        return run -> {
            var wishes = new SieveAction.DsnWishes(upper(notify, run), upper(ret, run));
            String value = address.value(run);
            List<String> members =
                    list ? run.environment().listMembers(ListNames.full(value)) : List.of(value);
            for (String member : members) {
                Address to =
                        SieveAddress.parse(member)
                                .orElseThrow(() -> run.fault(notAnAddress(member)));
                run.results().redirect(run, to, copy, wishes);
            }
            return Flow.NEXT;
        };
    }

    private static Optional<String> upper(Optional<Text> text, Evaluation run) throws SieveFault {
        return text.isPresent()
                ? Optional.of(text.get().value(run).toUpperCase(Locale.ROOT))
                : Optional.empty();
    }

    private static String notAnAddress(String text) {
        return "'" + text + "' is not an address";
    }

    static Act reject(Call call, Scope scope) {
        Text reason = scope.text(call, 0);
        boolean early = call.name().equals("ereject");
        return run -> {
            String why = reason.value(run);
            run.results()
                    .reject(
                            run,
                            early ? new SieveAction.Ereject(why) : new SieveAction.Reject(why));
            return Flow.NEXT;
        };
    }

    /// Where copies go that a command files, with the tags that [SieveTarget] has.
    record TargetReader(
            Text mailbox, boolean create, Optional<Text> specialUse, Optional<Text> mailboxId) {
        static TargetReader of(Call call, Scope scope, Text mailbox) {
            Optional<Text> specialUse = scope.behind(call, "specialuse");
            Optional<Text> mailboxId = scope.behind(call, "mailboxid");
            specialUse.ifPresent(use -> MailboxTests.checkAttribute(use, scope));
            if (specialUse.isPresent() && mailboxId.isPresent()) {
                // RFC 9042 §3.2
                scope.error(call.at(), ":specialuse and :mailboxid can't stand together");
            }
            if (mailbox.constant()) {
                MailboxNames.wrong(mailbox.constantText())
                        .ifPresent(why -> scope.error(mailbox.at(), why));
            }
            return new TargetReader(mailbox, call.has("create"), specialUse, mailboxId);
        }

        SieveTarget target(Evaluation run) throws SieveFault, IOException {
            String name = mailbox.value(run);
            Optional<String> why = MailboxNames.wrong(name);
            if (why.isPresent()) {
                throw run.fault(why.get());
            }
            return new SieveTarget(name, create, value(specialUse, run), value(mailboxId, run));
        }

        private static Optional<String> value(Optional<Text> text, Evaluation run)
                throws SieveFault {
            return text.isPresent() ? Optional.of(text.get().value(run)) : Optional.empty();
        }
    }
}
