package dev.jebi.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The maker of acts and questions from a script's grammar. For one thread.
final class Compiler {
    private final Scope scope;

    Compiler(Scope scope) {
        this.scope = scope;
    }

    /// Compiles a script: requires first (RFC 5228 §3.2), then commands.
    List<Act> script(List<Syntax> commands) {
        int i = 0;
        while (i < commands.size() && commands.get(i).name().equals("require")) {
            require(commands.get(i++));
        }
        if (scope.has("extracttext") && !scope.has("foreverypart")) {
            // RFC 5703 §7
            scope.error(commands.getFirst().at(), "\"extracttext\" needs \"foreverypart\" too");
        }
        return block(commands.subList(i, commands.size()));
    }

    private void require(Syntax command) {
        var signature = Signature.of("require", "", Signature.strings("extensions"));
        Optional<Call> call = new Checker(signature, command, "command", scope).check();
        if (call.isEmpty()) {
            return;
        }
        for (Argument.Literal literal : Call.literals(call.get().place(0))) {
            if (scope.allows(literal.text())) {
                scope.require(literal.text());
            } else {
                scope.error(
                        literal.at(),
                        "the extension \"" + literal.text() + "\" is not supported here");
            }
        }
    }

    /// Compiles the commands of a block.
    List<Act> block(List<Syntax> commands) {
        var acts = new ArrayList<Act>(commands.size());
        int i = 0;
        while (i < commands.size()) {
            Syntax command = commands.get(i);
            int end = i + 1;
            boolean branching = command.name().equals("if") || continuesIf(command);
            while (branching && end < commands.size() && continuesIf(commands.get(end))) {
                end++;
            }
            acts.add(
                    command.name().equals("if")
                            ? branches(commands.subList(i, end))
                            : guarded(command));
            i = end;
        }
        return List.copyOf(acts);
    }

    private static boolean continuesIf(Syntax command) {
        return command.name().equals("elsif") || command.name().equals("else");
    }

    /// A branch of an if.
    private record Branch(Question question, List<Act> acts, Position at) {}

    /// RFC 5228 §3.1.
    private Act branches(List<Syntax> commands) {
        var branches = new ArrayList<Branch>();
        boolean ended = false;
        for (Syntax command : commands) {
            if (ended) {
                scope.error(
                        command.at(), "the " + command.name() + " command can't follow an else");
                break;
            }
            ended = command.name().equals("else");
            Signature signature = Signature.of(command.name(), "").withBlock();
            if (!ended) {
                signature = signature.tests(Signature.Tests.ONE);
            }
            new Checker(signature, command, "command", scope).check();
            List<Question> tests = tests(command.tests(), !ended);
            Question question = ended || tests.isEmpty() ? run -> true : tests.getFirst();
            List<Act> acts = block(command.block().orElse(List.of()));
            branches.add(new Branch(question, acts, command.at()));
        }
        return run -> {
            for (Branch branch : branches) {
                run.step(branch.at());
                if (branch.question().holds(run)) {
                    return run.run(branch.acts());
                }
            }
            return Flow.NEXT;
        };
    }

    /// A command; behind an `ihave`, what is wrong with it shows when it is run (RFC 5463 §4).
    private Act guarded(Syntax command) {
        if (!scope.isTentative()) {
            return command(command);
        }
        var apart = new Errors(1);
        Errors before = scope.divert(apart);
        Act act = command(command);
        scope.divert(before);
        return apart.any() ? failing(apart.errors().getFirst()) : act;
    }

    private static Act failing(SieveError error) {
        return run -> {
            throw new SieveFault(new Position(error.line(), error.column()), error.sentence());
        };
    }

    private Act command(Syntax command) {
        Optional<Signature> signature = scope.dialect().command(command.name());
        if (signature.isEmpty()) {
            scope.error(command.at(), unknownCommand(command));
            return run -> Flow.NEXT;
        }
        if (!scope.has(signature.get().extension())) {
            scope.error(command.at(), missing("command", signature.get()));
            return run -> Flow.NEXT;
        }
        Optional<Call> call = new Checker(signature.get(), command, "command", scope).check();
        boolean loop = command.name().equals("foreverypart");
        if (loop) {
            scope.loops().push(loopName(call));
        }
        List<Question> tests = tests(command.tests(), call.isPresent());
        List<Act> block = block(command.block().orElse(List.of()));
        if (loop) {
            scope.loops().pop();
        }
        if (call.isEmpty() || tests.size() < call.get().syntax().tests().size()) {
            return run -> Flow.NEXT;
        }
        Act act = scope.dialect().act(call.get(), scope, block);
        Position at = command.at();
        return run -> {
            run.step(at);
            return act.run(run);
        };
    }

    private static String loopName(Optional<Call> call) {
        return Call.literals(call.flatMap(c -> c.behind("name"))).stream()
                .map(Argument.Literal::text)
                .findFirst()
                .orElse("");
    }

    private static String missing(String role, Signature signature) {
        return "the "
                + signature.name()
                + " "
                + role
                + " needs require \""
                + signature.extension()
                + "\" at the top of the script";
    }

    private String unknownCommand(Syntax command) {
        String name = command.name();
        if (name.equals("elsif") || name.equals("else")) {
            return "the " + name + " command follows an if or elsif command";
        }
        if (name.equals("require")) {
            return "the require command comes before all other commands";
        }
        return scope.dialect().test(name).isPresent()
                ? "attempted to use test '" + name + "' as a command"
                : "unknown command '" + name + "'";
    }

    private List<Question> tests(List<Syntax> tests, boolean wanted) {
        var questions = new ArrayList<Question>();
        for (Syntax test : wanted ? tests : List.<Syntax>of()) {
            questions.add(test(test));
        }
        return questions;
    }

    /// Compiles a test.
    Question test(Syntax test) {
        if (!scope.isTentative()) {
            return question(test);
        }
        var apart = new Errors(1);
        Errors before = scope.divert(apart);
        Question question = question(test);
        scope.divert(before);
        return apart.any() ? doubtful(apart.errors().getFirst()) : question;
    }

    private static Question doubtful(SieveError error) {
        return run -> {
            throw new SieveFault(new Position(error.line(), error.column()), error.sentence());
        };
    }

    private Question question(Syntax test) {
        Optional<Signature> signature = scope.dialect().test(test.name());
        if (signature.isEmpty()) {
            boolean command =
                    scope.dialect().command(test.name()).isPresent() || test.name().equals("if");
            scope.error(
                    test.at(),
                    command
                            ? "attempted to use command '" + test.name() + "' as a test"
                            : "unknown test '" + test.name() + "'");
            return run -> false;
        }
        if (!scope.has(signature.get().extension())) {
            scope.error(test.at(), missing("test", signature.get()));
            return run -> false;
        }
        Optional<Call> call = new Checker(signature.get(), test, "test", scope).check();
        if (call.isEmpty()) {
            return run -> false;
        }
        List<Question> tests = tests(test.tests(), true);
        Question question = scope.dialect().question(call.get(), scope, tests);
        Position at = test.at();
        return run -> {
            run.step(at);
            return question.holds(run);
        };
    }
}
