package dev.jebi.sieve;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The commands that lead elsewhere: include (RFC 6609), error and ihave (RFC 5463).
final class ControlActs {
    private static final int LONGEST_NAME = 255;

    /// RFC 5463 §4: what changes how strings are read can't come in the middle.
    private static final Set<String> RESTRICTED = Set.of("variables", "encoded-character");

    private ControlActs() {}

    static Act include(Call call, Scope scope) {
        Argument.Literal literal = Call.literals(call.place(0)).getFirst();
        Optional<String> name = scope.constant(literal, "the name of an included script");
        if (name.isPresent() && wrongName(name.get())) {
            scope.error(literal.at(), "invalid script name '" + name.get() + "'");
        }
        var location =
                call.has("global") ? SieveScripts.Location.GLOBAL : SieveScripts.Location.PERSONAL;
        var inclusion =
                new Scope.Inclusion(
                        location,
                        name.orElse(""),
                        call.has("optional"),
                        call.has("once"),
                        call.at());
        scope.include(inclusion);
        return run -> run.inclusions().include(run, inclusion);
    }

    /// RFC 5804 §1.6: what can be no script's name, and slashes.
    private static boolean wrongName(String name) {
        return name.isEmpty()
                || name.length() > LONGEST_NAME
                || name.chars()
                        .anyMatch(c ->
                                Character.isISOControl(c)
                                        || c == '/'
                                        || c == 0x2028
                                        || c == 0x2029
                                        || c == 0xFFFD);
    }

    static Act error(Call call, Scope scope) {
        Text message = scope.text(call, 0);
        return run -> {
            throw run.fault(message.value(run));
        };
    }

    /// RFC 5463 §4: what is there can be used from here on as if it were required; what is not
    /// there is an error only for a script that comes to it.
    static Question ihave(Call call, Scope scope) {
        List<Argument.Literal> names = Call.literals(call.place(0));
        boolean all = true;
        for (Argument.Literal literal : names) {
            if (scope.constant(literal, "the name of a capability").isEmpty()) {
                return run -> false;
            }
            all &= scope.allows(literal.text()) && !RESTRICTED.contains(literal.text());
        }
        scope.tentative();
        if (all) {
            names.forEach(l -> scope.require(l.text()));
        }
        boolean have = all;
        return run -> have;
    }
}
