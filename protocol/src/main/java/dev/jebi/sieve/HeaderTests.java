package dev.jebi.sieve;

import dev.jebi.mime.AddressList;
import dev.jebi.mime.HeaderText;
import dev.jebi.mime.ImapAddress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The tests of RFC 5228 §5 that look at header, envelope and size.
final class HeaderTests {
    private static final int MOST_ADDRESSES = 10_000;

    /// RFC 5228 §5.1: fields that hold addresses; a constant name of another is an error.
    private static final Set<String> ADDRESS_FIELDS =
            Set.of(
                    "from",
                    "to",
                    "cc",
                    "bcc",
                    "sender",
                    "reply-to",
                    "resent-from",
                    "resent-sender",
                    "resent-to",
                    "resent-cc",
                    "resent-bcc",
                    "resent-reply-to",
                    "return-path",
                    "errors-to",
                    "envelope-from",
                    "envelope-to",
                    "delivered-to",
                    "x-original-to",
                    "apparently-to",
                    "approved-by",
                    "mail-followup-to",
                    "mail-reply-to",
                    "disposition-notification-to",
                    "return-receipt-to",
                    "for-approval",
                    "for-comment",
                    "for-handling",
                    "prevent-nondelivery-report",
                    "abuse-reports-to",
                    "x-complaints-to",
                    "x-report-abuse-to",
                    "x-abuse-contact",
                    "x-beenthere",
                    "x-admin",
                    "x-original-from",
                    "x-confirm-reading-to",
                    "read-receipt-to",
                    "return-receipt-requested",
                    "registered-mail-reply-requested-by",
                    "x-envelope-from",
                    "x-envelope-to",
                    "x-real-to",
                    "original-recipient",
                    "final-recipient");

    private static final Set<String> ENVELOPE_PARTS = Set.of("from", "to", "auth");

    /// RFC 6009 §4.
    private static final Set<String> DSN_PARTS = Set.of("notify", "orcpt", "ret", "envid");

    private HeaderTests() {}

    static Question header(Call call, Scope scope) {
        Match match = MatchReader.read(call, scope);
        HeaderFields fields = HeaderFields.of(call, scope);
        List<Text> names = scope.texts(call, 0);
        List<Text> keys = scope.texts(call, 1);
        Optional<MimeOption> option = MimeOption.of(call, scope);
        return run -> {
            var values = new ArrayList<String>();
            for (String name : Scope.values(names, run)) {
                for (String value : fields.values(run, name)) {
                    run.spend(value.length());
                    if (option.isPresent()) {
                        values.addAll(option.get().values(name, value, run));
                    } else {
                        values.add(HeaderText.decode(value).strip());
                    }
                }
            }
            return match.any(run, values, Scope.values(keys, run));
        };
    }

    static Question exists(Call call, Scope scope) {
        HeaderFields fields = HeaderFields.of(call, scope);
        List<Text> names = scope.texts(call, 0);
        return run -> {
            for (String name : Scope.values(names, run)) {
                if (fields.values(run, name).isEmpty()) {
                    return false;
                }
            }
            return true;
        };
    }

    static Question size(Call call, Scope scope) {
        if (call.oneOf("over", "under").isEmpty()) {
            scope.error(call.at(), "the size test needs :over or :under");
        }
        long limit = call.number(0);
        boolean over = call.has("over");
        return run -> {
            long size = run.header().content().size();
            return over ? size > limit : size < limit;
        };
    }

    static Question address(Call call, Scope scope) {
        Match match = MatchReader.read(call, scope);
        HeaderFields fields = HeaderFields.of(call, scope);
        AddressPart part = AddressPart.of(call);
        List<Text> names = scope.texts(call, 0);
        List<Text> keys = scope.texts(call, 1);
        for (Text name : names) {
            String lower = name.constantText().toLowerCase(Locale.ROOT);
            if (name.constant() && !ADDRESS_FIELDS.contains(lower)) {
                scope.error(
                        name.at(),
                        "the header '"
                                + lower
                                + "' is not allowed for the address test: it holds"
                                + " no addresses");
                break;
            }
        }
        return run -> {
            var values = new ArrayList<String>();
            for (String name : Scope.values(names, run)) {
                for (String value : fields.values(run, name)) {
                    run.spend(value.length());
                    addresses(value, part, run, values);
                }
            }
            return match.any(run, values, Scope.values(keys, run));
        };
    }

    private static void addresses(
            String value, AddressPart part, Evaluation run, List<String> values) {
        String separators = run.environment().detailSeparators();
        if (value.isBlank() && part == AddressPart.ALL) {
            values.add("");
        }
        for (ImapAddress address : AddressList.parse(value, MOST_ADDRESSES)) {
            if (address.mailbox().isEmpty() || address.host().isEmpty()) {
                continue; // the begin or the end of a group
            }
            String local = HeaderText.decode(address.mailbox().get());
            String domain = HeaderText.decode(address.host().get());
            if (domain.isEmpty() || local.isEmpty()) {
                // RFC 5228 §2.7.4: what is no address is compared as a whole only
                if (part == AddressPart.ALL) {
                    values.add(domain.isEmpty() ? local : local + "@" + domain);
                }
            } else {
                part.of(local, domain, separators).ifPresent(values::add);
            }
        }
    }

    static Question envelope(Call call, Scope scope) {
        Match match = MatchReader.read(call, scope);
        AddressPart part = AddressPart.of(call);
        List<Text> names = scope.texts(call, 0);
        List<Text> keys = scope.texts(call, 1);
        for (Text name : names) {
            String lower = name.constantText().toLowerCase(Locale.ROOT);
            boolean known =
                    ENVELOPE_PARTS.contains(lower)
                            || (DSN_PARTS.contains(lower) && scope.has("envelope-dsn"));
            if (name.constant() && !known) {
                scope.error(name.at(), "the envelope has no part '" + lower + "'");
                break;
            }
        }
        return run -> {
            var values = new ArrayList<String>();
            for (String name : Scope.values(names, run)) {
                envelopeValue(name.toLowerCase(Locale.ROOT), part, run).ifPresent(values::add);
            }
            return match.any(run, values, Scope.values(keys, run));
        };
    }

    private static Optional<String> envelopeValue(String name, AddressPart part, Evaluation run) {
        SieveEnvelope envelope = run.message().envelope();
        return switch (name) {
            case "from" -> path(envelope.from(), part, run);
            case "to" -> path(envelope.to(), part, run);
            case "auth" -> envelope.auth();
            case "notify", "orcpt", "ret", "envid" ->
                    Optional.ofNullable(envelope.parameters().get(name));
            case String _ -> Optional.empty();
        };
    }

    /// RFC 5228 §5.4: each part of the null reverse-path is the empty string.
    private static Optional<String> path(String path, AddressPart part, Evaluation run) {
        if (path.isEmpty()) {
            return Optional.of("");
        }
        int at = path.lastIndexOf('@');
        String local = at < 0 ? path : path.substring(0, at);
        String domain = at < 0 ? "" : path.substring(at + 1);
        if (local.length() >= 2 && local.startsWith("\"") && local.endsWith("\"")) {
            local = local.substring(1, local.length() - 1).replaceAll("\\\\(.)", "$1");
        }
        return part.of(local, domain, run.environment().detailSeparators());
    }
}
