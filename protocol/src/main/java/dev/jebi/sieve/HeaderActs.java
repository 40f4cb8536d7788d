package dev.jebi.sieve;

import dev.jebi.mime.FieldName;
import dev.jebi.mime.HeaderText;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The commands that edit the header (RFC 5293).
final class HeaderActs {
    /// RFC 5293 §5: the trace of a message and what stops loops stay as they are.
    private static final Set<String> UNTOUCHABLE = Set.of("received", "auto-submitted");

    /// RFC 5293 §4: what delivery itself writes or reads isn't added either.
    private static final Set<String> NOT_ADDED =
            Set.of("received", "auto-submitted", "return-path", "authentication-results");

    private HeaderActs() {}

    static Act add(Call call, Scope scope) {
        Text name = scope.text(call, 0);
        Text value = scope.text(call, 1);
        if (name.constant()) {
            checkName(name, scope);
        }
        if (value.constant() && wrongValue(value.constantText())) {
            scope.error(
                    value.at(),
                    "the value '" + value.constantText() + "' is invalid for a header field");
        }
        if (value.constantText().length() > scope.limits().actions().headerValue()) {
            scope.error(value.at(), tooLong(scope.limits().actions()));
        }
        boolean last = call.has("last");
        return run -> {
            String field = name.value(run);
            if (!FieldName.valid(field)) {
                throw run.fault("the field name '" + field + "' is invalid");
            }
            String text = value.value(run);
            if (wrongValue(text)) {
                throw run.fault("the value '" + text + "' is invalid for a header field");
            }
            if (text.length() > run.limits().actions().headerValue()) {
                throw run.fault(tooLong(run.limits().actions()));
            }
            run.results().edit(run);
            if (!NOT_ADDED.contains(field.toLowerCase(Locale.ROOT))) {
                run.header().add(field + ": " + folded(text) + "\r\n", last);
                run.spend(run.header().section().names().size() * 40L);
            }
            return Flow.NEXT;
        };
    }

    private static String tooLong(SieveLimits.Actions limits) {
        return "a field that is added has at most " + limits.headerValue() + " characters";
    }

    private static void checkName(Text name, Scope scope) {
        if (!FieldName.valid(name.constantText())) {
            scope.error(name.at(), "the field name '" + name.constantText() + "' is invalid");
        }
    }

    /// No control characters; a line end is a fold when white space follows.
    private static boolean wrongValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean lineEnd = c == '\r' || c == '\n';
            if (!lineEnd && c != '\t' && (c < ' ' || c == 127)) {
                return true;
            }
        }
        return false;
    }

    /// The value on lines of its own, white space around it taken off, in encoded words where it is
    /// no ASCII.
    private static String folded(String value) {
        String line = value.replaceAll("[\\r\\n]+[ \\t]*", " ").strip();
        return HeaderText.encode(line);
    }

    static Act delete(Call call, Scope scope) {
        Match match = MatchReader.withoutCaptures(call, scope);
        Text name = scope.text(call, 0);
        List<Text> patterns = scope.texts(call, 1);
        int errors = scope.errors().count();
        HeaderFields fields = HeaderFields.of(call, scope);
        if (name.constant() && scope.errors().count() == errors) {
            checkName(name, scope);
        }
        boolean any = patterns.isEmpty();
        return run -> {
            String field = name.value(run);
            if (!FieldName.valid(field)) {
                throw run.fault("the field name '" + field + "' is invalid");
            }
            if (UNTOUCHABLE.contains(field.toLowerCase(Locale.ROOT))) {
                return Flow.NEXT;
            }
            List<String> values = run.header().values(field);
            List<String> keys = Scope.values(patterns, run);
            var gone = new BitSet();
            for (int i = 0; i < values.size(); i++) {
                if (chosen(fields, i, values.size())) {
                    String value = HeaderText.decode(values.get(i)).strip();
                    gone.set(i, any || match.any(run, List.of(value), keys));
                }
            }
            if (!gone.isEmpty()) {
                run.results().edit(run);
                run.header().delete(field, gone::get);
            }
            return Flow.NEXT;
        };
    }

    private static boolean chosen(HeaderFields fields, int number, int count) {
        long wanted = fields.last() ? count - fields.index() : fields.index() - 1;
        return fields.index() == 0 || wanted == number;
    }
}
