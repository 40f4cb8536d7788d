package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.online.Mailboxes;
import dev.jebi.useragent.online.Progress;
import dev.jebi.useragent.text.SafeText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// `jebi mail watch`: tells what happens in a mailbox, one JSON line an event, until it is ended.
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = "Tells what happens in a mailbox as it happens, one JSON line an event.")
final class WatchCommand extends Verb {
    @Parameters(arity = "0..1", paramLabel = "MAILBOX", defaultValue = "INBOX")
    private String mailbox = "INBOX";

    @Option(names = "--events", paramLabel = "N", description = "ends after so many events")
    private long most = Long.MAX_VALUE;

    @Option(names = "--for", paramLabel = "SECONDS", description = "ends after so many seconds")
    private long seconds = TimeUnit.DAYS.toSeconds(36_500);

    @Override
    void run(Output output) throws IOException {
        if (most < 1 || seconds < 1) {
            throw new Failure(Failure.Kind.USAGE, "--events and --for take a number from 1 on");
        }
        if (people() && !surroundings().terminal()) {
            output.form(Output.Form.JSONL);
        }
        var events = new Events(output, most);
        withMailboxes(mailboxes -> {
            mailboxes.sync(mailbox, Mailboxes.Depth.NEWEST, Progress.NONE);
            events.say("watching", new Value.Fields());
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            var over = new AtomicBoolean();
            Thread.ofVirtual().start(() -> end(mailboxes, until, over));
            try {
                mailboxes.watch(mailbox, events, () -> over.get() || events.enough());
            } catch (Failure failure) {
                if (!over.get()) {
                    throw failure;
                }
            }
        });
    }

    /// Ends the watching when its time is over.
    private static void end(Mailboxes mailboxes, long until, AtomicBoolean over) {
        try {
            TimeUnit.NANOSECONDS.sleep(until - System.nanoTime());
            over.set(true);
            mailboxes.interrupt();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// What happens, told at once.
    private static final class Events implements Mailboxes.Watcher {
        private final Output output;
        private final AtomicLong left;

        Events(Output output, long most) {
            this.output = output;
            this.left = new AtomicLong(most);
        }

        boolean enough() {
            return left.get() <= 0 || output.abandoned();
        }

        @Override
        public void synced(Mailboxes.Synced change) {
            for (Envelope row : change.fresh()) {
                tell("new", new Value.Fields().put("message", RowText.value(row)));
            }
            if (change.gone() > 0) {
                tell("gone", new Value.Fields().put("count", change.gone()));
            }
            if (change.changed() > 0) {
                tell("flags", new Value.Fields().put("count", change.changed()));
            }
        }

        @Override
        public void interrupted(String why) {
            tell("interrupted", new Value.Fields().put("message", why));
        }

        private void tell(String what, Value.Fields more) {
            if (left.getAndDecrement() > 0) {
                say(what, more);
            }
        }

        private void say(String what, Value.Fields more) {
            var event = new Value.Fields().put("event", what);
            more.fields().forEach(event::put);
            if (output.people()) {
                output.line(SafeText.line(event.plain()));
            } else {
                output.element(event);
            }
        }
    }
}
