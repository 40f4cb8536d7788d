package dev.jebi.sieve;

import dev.jebi.mime.BodyPart;
import dev.jebi.mime.BodyText;

import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.Optional;

/// The commands that walk over MIME parts (RFC 5703 §3 and §7).
final class PartActs {
    private static final int CHUNK = 8192;

    private PartActs() {}

    /// RFC 5703 §3.1: the parts of the message, itself first; in a loop, those below its part.
    static Act forEveryPart(Call call, Scope scope, List<Act> block) {
        if (scope.loops().size() >= scope.limits().run().depth()) {
            scope.error(call.at(), tooDeep(scope.limits()));
        }
        String name =
                Call.literals(call.behind("name")).stream()
                        .map(Argument.Literal::text)
                        .findFirst()
                        .orElse("");
        return run -> {
            List<BodyPart> parts =
                    run.parts().isEmpty()
                            ? PartTree.all(run.head().structure())
                            : below(run.parts().peek().part());
            if (run.parts().size() >= run.limits().run().depth()) {
                throw run.fault(tooDeep(run.limits()));
            }
            for (BodyPart part : parts) {
                run.step(call.at());
                run.parts().push(new PartView(part, PartTree.header(run, part)));
                Flow flow = run.run(block);
                run.parts().pop();
                if (flow == Flow.BREAK) {
                    boolean mine = run.breaking().isEmpty() || run.breaking().equals(name);
                    return mine ? Flow.NEXT : Flow.BREAK;
                }
                if (flow != Flow.NEXT) {
                    return flow;
                }
            }
            return Flow.NEXT;
        };
    }

    private static String tooDeep(SieveLimits limits) {
        return "loops over parts stand at most " + limits.run().depth() + " deep in each other";
    }

    private static List<BodyPart> below(BodyPart part) {
        List<BodyPart> all = PartTree.all(part);
        return all.subList(1, all.size());
    }

    static Act leave(Call call, Scope scope) {
        String name =
                Call.literals(call.behind("name")).stream()
                        .map(Argument.Literal::text)
                        .findFirst()
                        .orElse("");
        if (scope.loops().isEmpty()) {
            scope.error(call.at(), "the break command stands in no foreverypart");
        } else if (!name.isEmpty() && !scope.loops().contains(name)) {
            scope.error(call.at(), "there is no foreverypart named '" + name + "' around this");
        }
        return run -> {
            run.breaking(name);
            return Flow.BREAK;
        };
    }

    static Act extractText(Call call, Scope scope) {
        if (!scope.has("variables")) {
            scope.error(call.at(), "the extracttext command needs require \"variables\"");
        }
        if (scope.loops().isEmpty()) {
            scope.error(call.at(), "the extracttext command stands in no foreverypart");
        }
        List<Argument.Literal> names = Call.literals(call.place(0));
        Optional<VariableName> name =
                names.isEmpty() ? Optional.empty() : VariableActs.name(names.getFirst(), scope);
        int longest = scope.limits().variables().value();
        int first = (int) Math.min(call.numberBehind("first").orElse((long) longest), longest);
        List<String> modifiers = VariableActs.modifiers(call);
        return run -> {
            if (name.isPresent() && !run.parts().isEmpty()) {
                String text = text(run, run.parts().peek().part(), first);
                run.spend(text.length());
                run.variables().set(name.get(), VariableActs.modified(text, modifiers, longest));
            }
            return Flow.NEXT;
        };
    }

    /// RFC 5703 §7: the text of a text part; of others none.
    private static String text(Evaluation run, BodyPart part, int most) throws IOException {
        if (!(part instanceof BodyPart.Leaf leaf) || !leaf.type().equals("text")) {
            return "";
        }
        try (Reader reader = BodyText.open(run.message().content(), leaf)) {
            return read(reader, most);
        }
    }

    /// Reads the first `most` chars.
    static String read(Reader reader, int most) throws IOException {
        var text = new StringBuilder();
        var chunk = new char[CHUNK];
        while (text.length() < most) {
            int n = reader.read(chunk, 0, Math.min(CHUNK, most - text.length()));
            if (n < 0) {
                break;
            }
            text.append(chunk, 0, n);
        }
        if (!text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1))) {
            text.setLength(text.length() - 1);
        }
        return text.toString();
    }
}
