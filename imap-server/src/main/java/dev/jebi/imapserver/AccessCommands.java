package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.sharing.AccessList;
import dev.jebi.mailstore.sharing.Identifier;
import dev.jebi.mailstore.sharing.Right;
import dev.jebi.mailstore.sharing.Rights;
import dev.jebi.mailstore.sharing.Sharing;
import dev.jebi.sasl.Saslprep;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// SETACL, DELETEACL, GETACL, LISTRIGHTS and MYRIGHTS (RFC 4314 §3). The owner of a mailbox has all
/// rights, always, and nobody can take one away. For one thread.
final class AccessCommands {
    /// RFC 4314 §3.7: each right can be granted by itself.
    private static final List<String> EACH =
            Stream.concat(
                            Arrays.stream(Right.values()).map(right -> "" + right.letter()),
                            Stream.of("c", "d"))
                    .toList();

    private final Sharing sharing;
    private final Names names;
    private final Responder out;

    AccessCommands(ImapFace face, Names names, Responder out) {
        this.sharing = face.sharing();
        this.names = names;
        this.out = out;
    }

    Completion setAcl(ImapCommand.SetAcl command) throws IOException {
        String letters = command.rights();
        boolean adds = letters.startsWith("+");
        boolean takes = letters.startsWith("-");
        var rights = rights(adds || takes ? letters.substring(1) : letters);
        var key = key(command.identifier());
        var named = names.need(command.mailbox(), Right.ADMINISTER);
        if (owns(key, named)) {
            boolean all = !takes && (adds || rights.hasAll(Rights.ALL));
            if (key.negative() || !all) {
                throw ownersRights();
            }
            return Completion.of("SETACL completed: the owner has all rights");
        }
        boolean done =
                sharing.change(
                        named.mailbox(),
                        list -> {
                            var before = list.of(key);
                            return list.with(
                                    key,
                                    adds
                                            ? before.with(rights)
                                            : takes ? before.without(rights) : rights);
                        });
        if (!done) {
            throw ImapRefusal.no(
                    ResponseCode.Word.LIMIT,
                    "an access list has at most " + AccessList.MOST + " entries");
        }
        return Completion.of("SETACL completed");
    }

    Completion deleteAcl(ImapCommand.DeleteAcl command) throws IOException {
        var key = key(command.identifier());
        var named = names.need(command.mailbox(), Right.ADMINISTER);
        if (owns(key, named)) {
            if (key.negative()) {
                return Completion.of("DELETEACL completed");
            }
            throw ownersRights();
        }
        boolean _ = sharing.change(named.mailbox(), list -> list.with(key, Rights.NONE));
        return Completion.of("DELETEACL completed");
    }

    Completion getAcl(ImapCommand.GetAcl command) throws IOException {
        var named = names.need(command.mailbox(), Right.ADMINISTER);
        Map<String, String> entries = new LinkedHashMap<>();
        names.address(named.mailbox().account())
                .ifPresent(owner -> entries.put(owner, Rights.ALL.toString()));
        sharing.list(named.mailbox())
                .entries()
                .forEach((key, rights) -> entries.put(key.name(), rights.toString()));
        out.send(new ImapResponse.AclIs(command.mailbox(), entries));
        return Completion.of("GETACL completed");
    }

    /// RFC 4314 §3.4: the identifier as the client wrote it.
    Completion listRights(ImapCommand.ListRights command) throws IOException {
        var key = key(command.identifier());
        var named = names.need(command.mailbox(), Right.ADMINISTER);
        boolean owner = owns(key, named) && !key.negative();
        out.send(
                new ImapResponse.RightsThere(
                        command.mailbox(),
                        command.identifier(),
                        owner ? Rights.ALL.toString() : "",
                        owner ? List.of() : EACH));
        return Completion.of("LISTRIGHTS completed");
    }

    Completion myRights(ImapCommand.MyRights command) throws IOException {
        var named = names.need(command.mailbox());
        out.send(myRights(command.mailbox(), named.rights()));
        return Completion.of("MYRIGHTS completed");
    }

    static ImapResponse myRights(MailboxName mailbox, Rights rights) {
        return new ImapResponse.MyRightsAre(mailbox, rights.toString());
    }

    /// RFC 4314 §3.1: a right that there is not is the client's mistake.
    private static Rights rights(String letters) {
        try {
            return Rights.parse(letters);
        } catch (IllegalArgumentException e) {
            throw ImapRefusal.bad("" + e.getMessage());
        }
    }

    /// RFC 4314 §3: prepared first; §6: and it must be somebody.
    private AccessList.Key key(String text) {
        boolean negative = text.startsWith("-");
        var prepared = Saslprep.prepare(negative ? text.substring(1) : text);
        if (prepared.isEmpty() || prepared.get().isEmpty()) {
            throw ImapRefusal.bad("not an identifier");
        }
        Identifier whom =
                sharing.identifier(prepared.get())
                        .orElseThrow(() ->
                                ImapRefusal.no(
                                        ResponseCode.Word.CANNOT,
                                        "there is neither an account nor a group of that name"));
        return new AccessList.Key(whom, negative);
    }

    private static boolean owns(AccessList.Key key, Named named) {
        return key.whom() instanceof Identifier.Person(var account, _)
                && account.equals(named.mailbox().account());
    }

    private static ImapRefusal ownersRights() {
        return ImapRefusal.no(
                ResponseCode.Word.CANNOT, "the owner has all rights, and none can be taken away");
    }
}
