package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.command.MetadataQuery;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.sharing.Annotations;
import dev.jebi.mailstore.sharing.Annotations.Annotation;
import dev.jebi.mailstore.sharing.Right;
import dev.jebi.mailstore.sharing.Rights;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// GETMETADATA and SETMETADATA (RFC 5464). The server's shared entries are the operator's to set,
/// `/private/` ones are everybody's own. For one thread.
final class MetadataCommands {
    /// RFC 5464 §3.3: beside `l`, any of these.
    private static final Rights ANY_OF =
            Rights.of(Right.READ, Right.SEEN, Right.WRITE, Right.INSERT, Right.POST);

    /// An entry of the server's that each account has for itself: the name of the mailbox in which
    /// it wants to see what was expunged.
    private static final String EXPUNGED = "/private/vendor/jebi/expunged";

    private final Annotations annotations;
    private final ImapFace face;
    private final Names names;
    private final Responder out;

    /// The octets of the largest value that was left out.
    private long left;

    MetadataCommands(ImapFace face, Names names, Responder out) {
        this.face = face;
        this.annotations = face.annotations();
        this.names = names;
        this.out = out;
    }

    Completion get(ImapCommand.GetMetadata command) throws IOException {
        var mailbox = mailbox(command.mailbox());
        out.send(new ImapResponse.MetadataIs(command.mailbox(), chosen(mailbox, command.query())));
        return left == 0
                ? Completion.of("GETMETADATA completed")
                : Completion.of(new ResponseCode.LongEntries(left), "GETMETADATA completed");
    }

    /// What LIST tells of a mailbox (RFC 9590); empty where nothing may be told.
    Optional<ImapResponse> listed(Named named, MetadataQuery query) throws IOException {
        return allowed(named.rights())
                ? Optional.of(
                        new ImapResponse.MetadataIs(
                                Optional.of(named.name()),
                                chosen(Optional.of(named.mailbox()), query)))
                : Optional.empty();
    }

    /// The octets of the largest value that was left out; 0 for none.
    long left() {
        return left;
    }

    Completion set(ImapCommand.SetMetadata command) throws IOException {
        var mailbox = mailbox(command.mailbox());
        boolean shared =
                command.entries().keySet().stream()
                        .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("/shared/"));
        if (mailbox.isEmpty() && shared && !face.operators().is(names.account().id())) {
            throw ImapRefusal.no(
                    ResponseCode.Word.NOPERM, "the server's shared entries are the operator's");
        }
        var expunged =
                mailbox.isEmpty() ? expunged(command) : Optional.<Optional<MailboxName>>empty();
        return switch (annotations.set(names.account().id(), mailbox, command.entries())) {
            case Annotations.Outcome.Done _ -> {
                if (expunged.isPresent()) {
                    face.keptViews().set(names.account().id(), expunged.get());
                }
                yield Completion.of("SETMETADATA completed");
            }
            case Annotations.Outcome.TooLarge _ ->
                    throw ImapRefusal.no(
                            new ResponseCode.MetadataMaxSize(Annotations.MAX_VALUE),
                            "a value that is too large");
            case Annotations.Outcome.TooMany _ ->
                    throw ImapRefusal.no(
                            ResponseCode.Word.METADATA_TOOMANY, "too many annotations");
        };
    }

    /// The name under which the account wants to see what was expunged, where the command says so.
    private static Optional<Optional<MailboxName>> expunged(ImapCommand.SetMetadata command) {
        for (var entry : command.entries().entrySet()) {
            if (entry.getKey().toLowerCase(Locale.ROOT).equals(EXPUNGED)) {
                try {
                    return Optional.of(
                            entry.getValue()
                                    .map(octets -> new String(octets, StandardCharsets.UTF_8))
                                    .map(MailboxName::new));
                } catch (IllegalArgumentException e) {
                    throw ImapRefusal.no(ResponseCode.Word.CANNOT, "" + e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    private Optional<MailboxInfo> mailbox(Optional<MailboxName> name) throws IOException {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        var named = names.need(name.get(), Right.LOOKUP);
        if (!allowed(named.rights())) {
            throw ImapRefusal.no(ResponseCode.Word.NOPERM, "that needs one of the rights 'rswip'");
        }
        return Optional.of(named.mailbox());
    }

    private static boolean allowed(Rights rights) {
        return rights.has(Right.LOOKUP) && rights.hasAny(ANY_OF);
    }

    /// The entries that were asked for, and those below them as deep as was asked. What was named
    /// and is not there is `NIL`.
    private Map<String, Optional<byte[]>> chosen(Optional<MailboxInfo> mailbox, MetadataQuery query)
            throws IOException {
        var all = annotations.of(names.account().id(), mailbox);
        var chosen = new LinkedHashMap<String, Optional<byte[]>>();
        for (String asked : query.entries()) {
            String key = asked.toLowerCase(Locale.ROOT);
            var exact = all.get(key);
            if (exact != null) {
                take(chosen, asked, exact, query);
            } else if (query.depth() == 0) {
                chosen.put(asked, Optional.empty());
            }
            if (query.depth() > 0) {
                below(all, key, query, chosen);
            }
        }
        return chosen;
    }

    private void below(
            SortedMap<String, Annotation> all,
            String key,
            MetadataQuery query,
            Map<String, Optional<byte[]>> chosen) {
        String prefix = key + "/";
        for (var entry : all.tailMap(prefix).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            boolean deep = entry.getKey().indexOf('/', prefix.length()) >= 0;
            if (query.depth() == MetadataQuery.INFINITY || !deep) {
                take(chosen, entry.getValue().name(), entry.getValue(), query);
            }
        }
    }

    /// RFC 5464 §4.2.1: a value that is too large is left out, and its size told.
    private void take(
            Map<String, Optional<byte[]>> chosen,
            String name,
            Annotation annotation,
            MetadataQuery query) {
        int size = annotation.value().length;
        if (query.maxSize().isPresent() && size > query.maxSize().getAsLong()) {
            left = Math.max(left, size);
        } else {
            chosen.put(name, Optional.of(annotation.value()));
        }
    }
}
