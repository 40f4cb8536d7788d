package dev.jebi.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The reader of the grammar (RFC 5228 §8.2). After an error it goes on behind the command, so that
/// a person sees all errors at once. For one thread.
final class Parser {
    private final Lexer lexer;
    private final SieveLimits.Script limits;
    private final Errors errors;
    private Token token;
    private int depth;

    private Parser(String text, SieveLimits.Script limits, Errors errors) {
        this.lexer = new Lexer(text, limits, errors);
        this.limits = limits;
        this.errors = errors;
        this.token = lexer.next();
    }

    /// A command that can't be read; the error has been told.
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable() {
            super("unreadable", null, false, false);
        }
    }

    /// The commands of a script; what could not be read stands in `errors`.
    static List<Syntax> parse(String text, SieveLimits.Script limits, Errors errors) {
        var parser = new Parser(text, limits, errors);
        List<Syntax> commands = parser.commands(false);
        while (!parser.token.is(Token.Kind.END)) {
            parser.wrong("'}' closes no block");
            parser.advance();
            commands.addAll(parser.commands(false));
        }
        return commands;
    }

    private void advance() {
        token = lexer.next();
    }

    private void wrong(String sentence) {
        if (!token.is(Token.Kind.GARBAGE)) { // which has been told
            errors.add(token.at(), sentence);
        }
    }

    private List<Syntax> commands(boolean inBlock) {
        var commands = new ArrayList<Syntax>();
        while (!token.is(Token.Kind.END) && !token.is('}') && !errors.full()) {
            try {
                commands.add(command());
            } catch (Unreadable _) {
                recover();
            }
        }
        if (errors.full() && !inBlock) {
            while (!token.is(Token.Kind.END)) {
                advance();
            }
        }
        return commands;
    }

    /// Goes behind the semicolon or the block that ends the command, or before what closes the
    /// block around it.
    private void recover() {
        int open = 0;
        while (!token.is(Token.Kind.END)) {
            if (token.is('{')) {
                open++;
            } else if (token.is('}')) {
                if (open == 0) {
                    return;
                }
                open--;
                if (open == 0) {
                    advance();
                    return;
                }
            } else if (token.is(';') && open == 0) {
                advance();
                return;
            }
            advance();
        }
    }

    private Syntax command() throws Unreadable {
        if (!token.is(Token.Kind.IDENTIFIER)) {
            wrong("a command is expected here, not " + token.described());
            throw new Unreadable();
        }
        Token name = token;
        advance();
        List<Argument> arguments = arguments();
        boolean list = token.is('(');
        List<Syntax> tests = tests(1);
        Optional<List<Syntax>> block = Optional.empty();
        if (token.is('{')) {
            block = Optional.of(block());
        } else if (token.is(';')) {
            advance();
        } else {
            wrong(
                    "behind the "
                            + name.text()
                            + " command a semicolon or a block is expected, not "
                            + token.described());
            resume();
        }
        return syntax(name, arguments, tests, list, block);
    }

    /// Behind a command without its semicolon: the next command may well begin here.
    private void resume() throws Unreadable {
        if (!token.is(Token.Kind.IDENTIFIER) && !token.is('}')) {
            throw new Unreadable();
        }
    }

    private static Syntax syntax(
            Token name,
            List<Argument> arguments,
            List<Syntax> tests,
            boolean list,
            Optional<List<Syntax>> block) {
        String lower = name.text().toLowerCase(Locale.ROOT);
        return new Syntax(lower, name.at(), arguments, tests, list, block);
    }

    private List<Syntax> block() throws Unreadable {
        if (depth == limits.blocks()) {
            wrong("blocks stand at most " + limits.blocks() + " deep in each other");
            throw new Unreadable();
        }
        Position start = token.at();
        advance();
        depth++;
        List<Syntax> commands = commands(true);
        depth--;
        if (token.is('}')) {
            advance();
        } else if (!errors.full()) {
            errors.add(start, "the block that begins here is never closed with '}'");
        }
        return commands;
    }

    private List<Argument> arguments() throws Unreadable {
        var arguments = new ArrayList<Argument>();
        while (true) {
            Optional<Argument> argument = argument();
            if (argument.isEmpty()) {
                return arguments;
            }
            if (arguments.size() == limits.arguments()) {
                wrong("a command has at most " + limits.arguments() + " arguments");
                throw new Unreadable();
            }
            arguments.add(argument.get());
        }
    }

    private Optional<Argument> argument() throws Unreadable {
        Token start = token;
        return switch (start.kind()) {
            case TAG -> {
                advance();
                yield Optional.of(
                        new Argument.Tag(start.text().toLowerCase(Locale.ROOT), start.at()));
            }
            case NUMBER -> {
                advance();
                yield Optional.of(new Argument.Number(start.number(), start.at()));
            }
            case STRING -> {
                advance();
                var literal = new Argument.Literal(start.text(), start.at());
                yield Optional.of(new Argument.Strings(List.of(literal), false, start.at()));
            }
            case PUNCTUATION -> start.is('[') ? Optional.of(stringList()) : Optional.empty();
            case GARBAGE -> throw new Unreadable();
            case IDENTIFIER, END -> Optional.empty();
        };
    }

    private Argument stringList() throws Unreadable {
        Position start = token.at();
        var strings = new ArrayList<Argument.Literal>();
        do {
            advance();
            if (!token.is(Token.Kind.STRING)) {
                wrong("a string is expected in the list here, not " + token.described());
                throw new Unreadable();
            }
            if (strings.size() == limits.arguments()) {
                wrong("a list has at most " + limits.arguments() + " strings");
                throw new Unreadable();
            }
            strings.add(new Argument.Literal(token.text(), token.at()));
            advance();
        } while (token.is(','));
        if (!token.is(']')) {
            wrong("a comma or ']' is expected in the list here, not " + token.described());
            throw new Unreadable();
        }
        advance();
        return new Argument.Strings(List.copyOf(strings), true, start);
    }

    private List<Syntax> tests(int nesting) throws Unreadable {
        if (token.is(Token.Kind.IDENTIFIER)) {
            return List.of(test(nesting));
        }
        if (!token.is('(')) {
            return List.of();
        }
        var tests = new ArrayList<Syntax>();
        do {
            advance();
            if (!token.is(Token.Kind.IDENTIFIER)) {
                wrong("a test is expected here, not " + token.described());
                throw new Unreadable();
            }
            tests.add(test(nesting));
        } while (token.is(','));
        if (!token.is(')')) {
            wrong("a comma or ')' is expected in the list of tests, not " + token.described());
            throw new Unreadable();
        }
        advance();
        return tests;
    }

    private Syntax test(int nesting) throws Unreadable {
        if (nesting > limits.tests()) {
            wrong("tests stand at most " + limits.tests() + " deep in each other");
            throw new Unreadable();
        }
        Token name = token;
        advance();
        List<Argument> arguments = arguments();
        boolean list = token.is('(');
        return syntax(name, arguments, tests(nesting + 1), list, Optional.empty());
    }
}
