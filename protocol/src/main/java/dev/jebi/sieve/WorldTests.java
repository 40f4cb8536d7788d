package dev.jebi.sieve;

import dev.jebi.mime.HeaderText;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// The tests that ask the environment.
final class WorldTests {
    private static final Duration REMEMBERED = Duration.ofDays(7);
    private static final long LONGEST_REMEMBERED = Duration.ofDays(90).toSeconds();

    /// What a fraction that is not quite itself lacks.
    private static final double NEARLY = 1e-9;

    private WorldTests() {}

    /// RFC 5235 §3.2: 0 when nobody looked, else 1 to 10, or a percentage.
    static Question spam(Call call, Scope scope) {
        Match match = MatchReader.read(call, scope);
        List<Text> keys = scope.texts(call, 0);
        boolean percent = call.has("percent");
        return run -> {
            OptionalDouble spam = run.environment().spam();
            String value = "0";
            if (spam.isPresent()) {
                double sure = Math.clamp(spam.getAsDouble(), 0.0, 1.0);
                long shown = percent ? Math.round(sure * 100) : 1 + (long) (sure * 9 + NEARLY);
                value = Long.toString(shown);
            }
            return tested(match, run, spam.isPresent(), value, Scope.values(keys, run));
        };
    }

    static Question virus(Call call, Scope scope) {
        Match match = MatchReader.read(call, scope);
        List<Text> keys = scope.texts(call, 0);
        return run -> {
            OptionalInt virus = run.environment().virus();
            String value = Integer.toString(Math.clamp(virus.orElse(0), 0, 5));
            return tested(match, run, virus.isPresent(), value, Scope.values(keys, run));
        };
    }

    /// RFC 5235 §3.2.1: `:count` counts whether anybody looked.
    private static boolean tested(
            Match match, Evaluation run, boolean tested, String value, List<String> keys)
            throws SieveFault, IOException {
        return match.kind() == Match.Kind.COUNT
                ? match.count(run, tested ? 1 : 0, keys)
                : match.any(run, List.of(value), keys);
    }

    /// RFC 5183 §4: an item that is not known matches nothing.
    static Question environment(Call call, Scope scope) {
        Match match = MatchReader.read(call, scope);
        List<Text> names = scope.texts(call, 0);
        List<Text> keys = scope.texts(call, 1);
        return run -> {
            var values = new ArrayList<String>();
            for (String name : Scope.values(names, run)) {
                run.environment().item(name.toLowerCase(Locale.ROOT)).ifPresent(values::add);
            }
            return !values.isEmpty() && match.any(run, values, Scope.values(keys, run));
        };
    }

    /// RFC 7352 §3.
    static Question duplicate(Call call, Scope scope) {
        Optional<Text> handle = scope.behind(call, "handle");
        Optional<Text> header = scope.behind(call, "header");
        Optional<Text> unique = scope.behind(call, "uniqueid");
        boolean last = call.has("last");
        Duration during =
                call.numberBehind("seconds")
                        .map(s -> Duration.ofSeconds(Math.clamp(s, 1, LONGEST_REMEMBERED)))
                        .orElse(REMEMBERED);
        return run -> {
            Optional<String> id =
                    unique.isPresent()
                            ? Optional.of(unique.get().value(run))
                            : headerValue(run, header);
            if (id.isEmpty()) {
                return false; // nothing to be known by, and nothing to remember
            }
            String name = handle.isPresent() ? handle.get().value(run) : "";
            var seen = new SieveAction.Seen(name, id.get());
            boolean duplicate = run.environment().seen(seen);
            if (!duplicate || last) {
                run.results().remember(run, new SieveAction.Remember(seen, during));
            }
            return duplicate;
        };
    }

    private static Optional<String> headerValue(Evaluation run, Optional<Text> header)
            throws SieveFault {
        String name = header.isPresent() ? header.get().value(run) : "message-id";
        return run.header().values(name).stream()
                .map(value -> HeaderText.decode(value).strip())
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /// RFC 5435 §4.
    static Question validNotifyMethod(Call call, Scope scope) {
        List<Text> uris = scope.texts(call, 0);
        return run -> {
            for (String uri : Scope.values(uris, run)) {
                boolean valid =
                        NotifyMethods.wrong(uri).isEmpty() && run.environment().notifies(uri);
                if (!valid) {
                    return false;
                }
            }
            return true;
        };
    }

    /// RFC 5435 §5: whether somebody is online is never known here, which RFC 5436 §2.1 wants told
    /// as `maybe`.
    static Question notifyMethodCapability(Call call, Scope scope) {
        Match match = MatchReader.read(call, scope);
        Text uri = scope.text(call, 0);
        Text capability = scope.text(call, 1);
        List<Text> keys = scope.texts(call, 2);
        return run -> {
            String method = uri.value(run);
            boolean known =
                    NotifyMethods.wrong(method).isEmpty() && run.environment().notifies(method);
            boolean online = capability.value(run).equalsIgnoreCase("online");
            List<String> values = known && online ? List.of("maybe") : List.of();
            return match.any(run, values, Scope.values(keys, run));
        };
    }

    /// RFC 6134 §2.3.
    static Question validList(Call call, Scope scope) {
        List<Text> lists = scope.texts(call, 0);
        return run -> {
            for (String list : Scope.values(lists, run)) {
                if (!run.environment().listExists(ListNames.full(list))) {
                    return false;
                }
            }
            return true;
        };
    }
}
