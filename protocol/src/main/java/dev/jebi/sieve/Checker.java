package dev.jebi.sieve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The check of a command's or test's arguments against its signature. Tells one error a command.
final class Checker {
    private final Signature signature;
    private final Syntax syntax;
    private final String role;
    private final Scope scope;
    private final Map<Integer, Argument> places = new HashMap<>();
    private final Map<String, Optional<Argument>> tags = new LinkedHashMap<>();

    /// @param role `command` or `test`
    Checker(Signature signature, Syntax syntax, String role, Scope scope) {
        this.signature = signature;
        this.syntax = syntax;
        this.role = role;
        this.scope = scope;
    }

    private String who() {
        return "the " + signature.name() + " " + role;
    }

    /// The call, or empty when it does not fit; then the error has been told.
    Optional<Call> check() {
        boolean fits = arguments() && tests() && block();
        return fits
                ? Optional.of(new Call(signature, syntax, Map.copyOf(places), Map.copyOf(tags)))
                : Optional.empty();
    }

    private boolean wrong(Position at, String sentence) {
        scope.error(at, sentence);
        return false;
    }

    private boolean arguments() {
        var positionals = new ArrayList<Argument>();
        List<Argument> arguments = syntax.arguments();
        int i = 0;
        while (i < arguments.size()) {
            Argument argument = arguments.get(i++);
            if (!(argument instanceof Argument.Tag tag)) {
                positionals.add(argument);
                continue;
            }
            Optional<Signature.Tag> known = signature.tag(tag.name()).filter(this::available);
            if (!positionals.isEmpty()) {
                return late(tag, known.isPresent());
            }
            if (known.isEmpty()) {
                return unknown(tag);
            }
            if (!only(known.get(), tag)) {
                return false;
            }
            Optional<Argument> value = Optional.empty();
            if (known.get().kind() != Signature.Kind.NONE) {
                value = i < arguments.size() ? Optional.of(arguments.get(i++)) : Optional.empty();
                if (value.isEmpty() || !fits(value.get(), known.get().kind())) {
                    return wrong(tag.at(), tagValue(tag, known.get(), value));
                }
            }
            tags.put(tag.name(), value);
        }
        return positionals(positionals);
    }

    private String tagValue(Argument.Tag tag, Signature.Tag known, Optional<Argument> found) {
        return "the ':"
                + tag.name()
                + "' tag of "
                + who()
                + " is followed by "
                + known.kind()
                + ", but "
                + found.map(a -> a.described() + " was found").orElse("nothing follows");
    }

    private boolean available(Signature.Tag tag) {
        return tag.extension().isEmpty() || scope.has(tag.extension());
    }

    /// RFC 5228 §2.6.2: tags come before positional arguments.
    private boolean late(Argument.Tag tag, boolean known) {
        String sentence =
                known
                        ? "unexpected tagged argument ':"
                                + tag.name()
                                + "' for "
                                + who()
                                + ": tags come before other arguments"
                        : unknownTag(tag);
        return wrongTag(tag, sentence);
    }

    private String unknownTag(Argument.Tag tag) {
        Optional<String> extension = signature.tag(tag.name()).map(Signature.Tag::extension);
        return "unknown tagged argument ':"
                + tag.name()
                + "' for "
                + who()
                + extension
                        .map(e -> " (it needs require \"" + e + "\")")
                        .orElse(" (there is no such tag)");
    }

    private boolean unknown(Argument.Tag tag) {
        return wrongTag(tag, unknownTag(tag));
    }

    private boolean wrongTag(Argument.Tag tag, String sentence) {
        return wrong(tag.at(), sentence);
    }

    private boolean only(Signature.Tag known, Argument.Tag tag) {
        for (String earlier : tags.keySet()) {
            boolean same = earlier.equals(tag.name());
            boolean conflict =
                    signature.tag(earlier).map(t -> t.group().equals(known.group())).orElse(false);
            if (same || conflict) {
                return wrong(
                        tag.at(),
                        "unexpected tagged argument ':"
                                + tag.name()
                                + "' for "
                                + who()
                                + ": it already has ':"
                                + earlier
                                + "'");
            }
        }
        return true;
    }

    private static boolean fits(Argument argument, Signature.Kind kind) {
        return switch (argument) {
            case Argument.Number _ -> kind == Signature.Kind.NUMBER;
            case Argument.Strings strings ->
                    kind == Signature.Kind.STRINGS
                            || (kind == Signature.Kind.STRING && !strings.list());
            case Argument.Tag _ -> false;
        };
    }

    private boolean positionals(List<Argument> found) {
        List<Signature.Positional> expected = signature.positionals();
        int surplus = found.size() - signature.required();
        if (surplus < 0) {
            return tooFew(found);
        }
        int next = 0;
        for (int place = 0; place < expected.size() && next < found.size(); place++) {
            Signature.Positional positional = expected.get(place);
            if (positional.optional() && surplus == 0) {
                continue;
            }
            Argument argument = found.get(next++);
            surplus -= positional.optional() ? 1 : 0;
            if (!fits(argument, positional.kind())) {
                return wrongKind(positional, place, argument);
            }
            places.put(place, argument);
        }
        if (next < found.size()) {
            return wrong(
                    found.get(next).at(),
                    expected.isEmpty()
                            ? who() + " takes no arguments, but " + described(found.get(next))
                            : "unexpected argument for "
                                    + who()
                                    + ": "
                                    + described(found.get(next)));
        }
        return true;
    }

    private static String described(Argument argument) {
        return argument.described() + " was found";
    }

    private boolean tooFew(List<Argument> found) {
        wrong(
                syntax.at(),
                who()
                        + " requires "
                        + signature.required()
                        + " positional argument(s), but "
                        + found.size()
                        + " is/are specified");
        // "address matches …": the words of a tag whose colon was forgotten look like a test
        if (!syntax.tests().isEmpty()) {
            Syntax test = syntax.tests().getFirst();
            if (signature.tag(test.name()).isPresent()) {
                wrong(
                        test.at(),
                        "missing colon ':' before the '" + test.name() + "' tag for " + who());
            }
        }
        return false;
    }

    private boolean wrongKind(Signature.Positional positional, int place, Argument found) {
        return wrong(
                found.at(),
                who()
                        + " expects "
                        + positional.kind()
                        + " as argument "
                        + (place + 1)
                        + " ("
                        + positional.title()
                        + "), but "
                        + described(found));
    }

    private boolean tests() {
        List<Syntax> found = syntax.tests();
        return switch (signature.tests()) {
            case NONE -> found.isEmpty() || noTests(found.getFirst());
            case ONE ->
                    (found.size() == 1 && !syntax.testList())
                            || wrong(syntax.at(), who() + " requires one test");
            case SOME ->
                    syntax.testList()
                            || wrong(
                                    syntax.at(),
                                    who() + " requires a list of tests in parentheses");
        };
    }

    private boolean noTests(Syntax test) {
        boolean known = syntax.testList() || scope.dialect().test(test.name()).isPresent();
        if (!known && role.equals("command")) {
            return wrong(test.at(), "missing semicolon ';' after " + who());
        }
        return wrong(test.at(), who() + " accepts no sub-tests, but tests are specified");
    }

    private boolean block() {
        if (role.equals("test")) {
            return true;
        }
        if (signature.block() && syntax.block().isEmpty()) {
            return wrong(syntax.at(), who() + " requires a block");
        }
        return signature.block()
                || syntax.block().isEmpty()
                || wrong(syntax.at(), who() + " accepts no block of commands");
    }
}
