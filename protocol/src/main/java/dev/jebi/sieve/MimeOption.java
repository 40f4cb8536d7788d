package dev.jebi.sieve;

import dev.jebi.mime.HeaderText;
import dev.jebi.mime.MimeField;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What of a MIME field the header test compares (RFC 5703 §4.1).
///
/// @param kind `type`, `subtype`, `contenttype` or `param`
/// @param parameters of `param`
record MimeOption(String kind, List<Text> parameters) {
    static Optional<MimeOption> of(Call call, Scope scope) {
        Optional<String> kind = call.oneOf("type", "subtype", "contenttype", "param");
        if (kind.isPresent() && !call.has("mime")) {
            scope.error(
                    call.at(),
                    "the :" + kind.get() + " tag cannot be specified without the :mime tag");
        }
        return kind.map(k -> new MimeOption(k, scope.texts(call.behind("param"))));
    }

    /// The values to compare of a field's raw value.
    List<String> values(String name, String value, Evaluation run) throws SieveFault {
        Optional<MimeField> field = MimeField.parse(name.toLowerCase(Locale.ROOT), value);
        if (field.isEmpty()) {
            return List.of();
        }
        MimeField read = field.get();
        return switch (kind) {
            case "type" -> List.of(read.type());
            case "subtype" -> List.of(read.subtype());
            case "contenttype" ->
                    List.of(
                            read.subtype().isEmpty()
                                    ? read.type()
                                    : read.type() + "/" + read.subtype());
            case String _ -> {
                var values = new ArrayList<String>();
                for (String parameter : Scope.values(parameters, run)) {
                    HeaderText.parameter(read.parameters(), parameter.toLowerCase(Locale.ROOT))
                            .ifPresent(values::add);
                }
                yield values;
            }
        };
    }
}
