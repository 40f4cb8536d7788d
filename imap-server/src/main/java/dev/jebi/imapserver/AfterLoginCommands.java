package dev.jebi.imapserver;

import dev.jebi.imapserver.Enabled.Extension;
import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.command.StatusItem;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.MailboxName;

import java.io.IOException;
import java.util.Optional;

/// Commands of the authenticated and the selected state (RFC 9051 §6.3). For one thread.
final class AfterLoginCommands {
    private final Sitting sitting;
    private final ImapFace face;
    private final Responder out;

    AfterLoginCommands(Sitting sitting) {
        this.sitting = sitting;
        this.face = sitting.face();
        this.out = sitting.out();
    }

    Completion run(String tag, Account account, ImapCommand.AfterLogin command) throws IOException {
        return switch (command) {
            case ImapCommand.Enable enable -> enable(enable);
            case ImapCommand.Select select -> select(account, select);
            case ImapCommand.Create create -> {
                var created = mailboxes().create(create);
                tellName(create.mailbox(), create.asked());
                yield created;
            }
            case ImapCommand.Delete delete -> mailboxes().delete(delete);
            case ImapCommand.Rename rename -> {
                var renamed = mailboxes().rename(rename);
                tellName(rename.to(), rename.from().value());
                yield renamed;
            }
            case ImapCommand.Subscribe subscribe -> mailboxes().subscribe(subscribe);
            case ImapCommand.Listing list ->
                    new ListCommands(face, sitting.names(), out).list(list);
            case ImapCommand.Lsub lsub -> new ListCommands(face, sitting.names(), out).lsub(lsub);
            case ImapCommand.Namespace _ -> {
                out.send(new ImapResponse.Namespaces(Names.OTHERS + "/", Names.SHARED + "/"));
                yield Completion.of("NAMESPACE completed");
            }
            case ImapCommand.Status status -> status(status);
            case ImapCommand.Append append -> new AppendCommand(sitting).append(append);
            case ImapCommand.Notify notify -> sitting.notices().set(notify);
            case ImapCommand.Compress compress -> compress(compress);
            case ImapCommand.Unauthenticate _ -> {
                sitting.unauthenticate();
                sitting.afterwards(sitting.wire()::endCompression);
                yield Completion.of("UNAUTHENTICATE completed");
            }
            case ImapCommand.Idle _ -> new IdleCommand(sitting).idle();
            case ImapCommand.GetQuota quota -> quotas().getQuota(quota);
            case ImapCommand.GetQuotaRoot quota -> quotas().getQuotaRoot(quota);
            case ImapCommand.SetQuota quota -> quotas().setQuota(quota);
            case ImapCommand.MultiSearch search ->
                    new MultiSearchCommand(sitting).search(search, tag);
            case ImapCommand.OfMailboxes of -> new OfMailboxes(face, sitting.names(), out).run(of);
        };
    }

    /// RFC 4978 §3
    private Completion compress(ImapCommand.Compress command) {
        if (!command.mechanism().equals("DEFLATE")) {
            throw ImapRefusal.bad("no such compression");
        }
        if (sitting.wire().compressed()) {
            throw ImapRefusal.bad("DEFLATE is active already");
        }
        sitting.afterwards(sitting.wire()::startCompression);
        return Completion.of("DEFLATE active");
    }

    /// RFC 9051 §6.3.9.7: a mailbox that goes by another name than the client may think.
    private void tellName(MailboxName name, String old) throws IOException {
        if (sitting.enabled().rev2() && !name.value().equals(old)) {
            out.send(new ImapResponse.NamedNow(name.value(), Optional.of(old)));
        }
    }

    private MailboxCommands mailboxes() {
        return new MailboxCommands(face, sitting.names());
    }

    private QuotaCommands quotas() {
        return new QuotaCommands(face, sitting.names(), out);
    }

    /// RFC 5161 §3.1: what there is not is passed over.
    private Completion enable(ImapCommand.Enable command) throws IOException {
        var known = Enabled.known(command.extensions()).stream().filter(this::offered).toList();
        for (Extension extension : known) {
            sitting.enable(extension);
        }
        out.send(new ImapResponse.Enabled(known.stream().map(Extension::word).toList()));
        return Completion.of("ENABLE completed");
    }

    /// RFC 5161 §3.1: only what CAPABILITY names.
    private boolean offered(Extension extension) {
        return sitting.capabilities().contains(extension.word());
    }

    private Completion status(ImapCommand.Status command) throws IOException {
        if (command.items().contains(StatusItem.HIGHESTMODSEQ)) { // RFC 7162 §3.1
            sitting.enable(Extension.CONDSTORE);
        }
        out.send(mailboxes().status(command));
        return Completion.of("STATUS completed");
    }

    private void requireMeaning(ImapCommand.Select command) {
        if (command.resync().isEmpty()) {
            return;
        }
        if (!sitting.enabled().qresync()) { // RFC 7162 §3.2.5
            throw ImapRefusal.bad("ENABLE QRESYNC first");
        }
        if (sitting.enabled().uidOnly() && !command.resync().get().numbers().isEmpty()) {
            throw UidOnly.refusal(); // RFC 9586 §3.7
        }
    }

    /// What was selected is not any more, whether or not this succeeds (RFC 9051 §6.3.2).
    private Completion select(Account account, ImapCommand.Select command) throws IOException {
        requireMeaning(command);
        if (sitting.selected().isPresent()) {
            sitting.deselect();
            out.send(ImapResponse.Untagged.ok(ResponseCode.Word.CLOSED, "the mailbox before"));
        }
        if (command.condstore()) {
            sitting.enable(Extension.CONDSTORE);
        }
        var view = new SelectCommand(sitting).select(command);
        sitting.select(account, view);
        return Completion.of(
                view.readOnly() ? ResponseCode.Word.READ_ONLY : ResponseCode.Word.READ_WRITE,
                command.readOnly() ? "EXAMINE completed" : "SELECT completed");
    }
}
