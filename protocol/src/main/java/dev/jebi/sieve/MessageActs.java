package dev.jebi.sieve;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The commands that make messages of their own: vacation (RFC 5230) and notify (RFC 5435).
final class MessageActs {
    private MessageActs() {}

    static Act vacation(Call call, Scope scope) {
        Text reason = scope.text(call, 0);
        Optional<Text> subject = scope.behind(call, "subject");
        Optional<Text> from = scope.behind(call, "from");
        Optional<Text> handle = scope.behind(call, "handle");
        List<Text> addresses = scope.texts(call.behind("addresses"));
        Optional<FccReader> fcc = FccReader.of(call, scope);
        Duration interval = interval(call, scope.limits().vacation());
        boolean mime = call.has("mime");
        from.filter(Text::constant)
                .filter(f -> SieveAddress.parse(f.constantText()).isEmpty())
                .ifPresent(f -> scope.error(f.at(), notAnAddress(f.constantText())));
        return run -> {
            String why = reason.value(run);
            Optional<String> about = value(subject, run);
            Optional<String> sender = value(from, run);
            if (sender.isPresent() && SieveAddress.parse(sender.get()).isEmpty()) {
                throw run.fault(notAnAddress(sender.get()));
            }
            Optional<String> given = value(handle, run);
            String remembered =
                    given.isPresent()
                            ? given.get()
                            : handle(about.orElse(""), sender.orElse(""), mime, why);
            var vacation =
                    new SieveAction.Vacation(
                            why,
                            about,
                            sender,
                            Scope.values(addresses, run),
                            mime,
                            remembered,
                            interval,
                            FccReader.read(fcc, run));
            run.results().vacation(run, vacation);
            return Flow.NEXT;
        };
    }

    private static String notAnAddress(String text) {
        return "'" + text + "' is not an address to send from";
    }

    private static Optional<String> value(Optional<Text> text, Evaluation run) throws SieveFault {
        return text.isPresent() ? Optional.of(text.get().value(run)) : Optional.empty();
    }

    /// RFC 5230 §4.1 and RFC 6131 §2: what the script asks for, within the bounds of this site.
    private static Duration interval(Call call, SieveLimits.Vacations limits) {
        Duration wanted = limits.usual();
        if (call.has("days")) {
            long days = Math.clamp(call.numberBehind("days").orElse(0L), 1, 100_000);
            wanted = Duration.ofDays(days);
        } else if (call.has("seconds")) {
            long seconds = call.numberBehind("seconds").orElse(0L);
            wanted = Duration.ofSeconds(Math.min(seconds, Integer.MAX_VALUE));
        }
        if (wanted.compareTo(limits.shortest()) < 0) {
            return limits.shortest();
        }
        return wanted.compareTo(limits.longest()) > 0 ? limits.longest() : wanted;
    }

    /// RFC 5230 §4.2: without a handle, what the answer says tells answers apart.
    private static String handle(String subject, String from, boolean mime, String reason) {
        String all = subject + "\0" + from + "\0" + mime + "\0" + reason;
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(all.getBytes(StandardCharsets.UTF_8));
            return "#" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static Act notify(Call call, Scope scope) {
        Text method = scope.text(call, 0);
        Optional<Text> from = scope.behind(call, "from");
        Optional<Text> message = scope.behind(call, "message");
        Optional<Text> importance = scope.behind(call, "importance");
        List<Text> options = scope.texts(call.behind("options"));
        Optional<FccReader> fcc = FccReader.of(call, scope);
        importance
                .filter(Text::constant)
                .filter(i -> importance(i.constantText()).isEmpty())
                .ifPresent(i -> scope.error(i.at(), notImportance(i.constantText())));
        if (method.constant()) {
            NotifyMethods.wrong(method.constantText())
                    .ifPresent(why -> scope.error(method.at(), why));
        }
        if (scope.limits().actions().notifications() == 0) {
            scope.error(call.at(), Results.NO_NOTIFY);
        }
        for (Text option : options) {
            if (option.constant()) {
                NotifyMethods.wrongOption(option.constantText())
                        .ifPresent(why -> scope.error(option.at(), why));
            }
        }
        from.filter(Text::constant)
                .filter(f -> SieveAddress.parse(f.constantText()).isEmpty())
                .ifPresent(f -> scope.error(f.at(), notAnAddress(f.constantText())));
        return run -> {
            String uri = method.value(run);
            Optional<String> why = NotifyMethods.wrong(uri);
            if (why.isPresent()) {
                throw run.fault(why.get());
            }
            if (!run.environment().notifies(uri)) {
                throw run.fault("there is no way to notify '" + uri + "'");
            }
            Optional<String> weight = value(importance, run);
            int number = 2;
            if (weight.isPresent()) {
                number =
                        importance(weight.get())
                                .orElseThrow(() -> run.fault(notImportance(weight.get())));
            }
            var notify =
                    new SieveAction.Notify(
                            uri,
                            value(message, run),
                            value(from, run),
                            number,
                            Scope.values(options, run),
                            FccReader.read(fcc, run));
            run.results().notify(run, notify);
            return Flow.NEXT;
        };
    }

    /// RFC 5435 §3.4.
    private static Optional<Integer> importance(String text) {
        return switch (text) {
            case "1" -> Optional.of(1);
            case "2" -> Optional.of(2);
            case "3" -> Optional.of(3);
            case String _ -> Optional.empty();
        };
    }

    private static String notImportance(String text) {
        return "the importance is 1, 2 or 3, not '" + text + "'";
    }

    /// The tags of RFC 8580 §3.
    private record FccReader(MailActs.TargetReader target, Optional<List<Text>> flags) {
        static Optional<FccReader> of(Call call, Scope scope) {
            Optional<Text> mailbox = scope.behind(call, "fcc");
            if (mailbox.isEmpty()) {
                call.oneOf("flags", "create", "specialuse", "mailboxid")
                        .ifPresent(tag ->
                                scope.error(
                                        call.at(), "the :" + tag + " tag needs the :fcc tag here"));
                return Optional.empty();
            }
            var target = MailActs.TargetReader.of(call, scope, mailbox.get());
            return Optional.of(new FccReader(target, Flags.tag(call, scope)));
        }

        static Optional<SieveAction.Fcc> read(Optional<FccReader> fcc, Evaluation run)
                throws SieveFault, java.io.IOException {
            if (fcc.isEmpty()) {
                return Optional.empty();
            }
            SieveTarget target = fcc.get().target().target(run);
            Optional<List<Text>> flags = fcc.get().flags();
            // RFC 8580 §3: without :flags a copy has none
            List<String> set =
                    flags.isPresent() ? Flags.list(Scope.values(flags.get(), run)) : List.of();
            return Optional.of(new SieveAction.Fcc(target, set));
        }
    }
}
