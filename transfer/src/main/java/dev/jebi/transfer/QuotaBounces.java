package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Acceptance;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.MailStore;

import java.io.IOException;
import java.util.List;

/// Reports of mailboxes that got full between RCPT and the end of DATA, accepted into the store as
/// any mail. Safe for use by several threads.
public final class QuotaBounces implements BounceWriter {
    private final MailStore store;
    private final Bounce bounce;

    /// Reports that `bounce` writes, for `store`.
    public QuotaBounces(MailStore store, Bounce bounce) {
        this.store = store;
        this.bounce = bounce;
    }

    @Override
    public void overQuota(ReversePath originator, List<Address> recipients, Content message)
            throws IOException {
        var report = bounce.failed(originator, recipients, message, "5.2.2", "the mailbox is full");
        if (report.isPresent()) {
            accept(report.get());
        }
    }

    @Override
    public void failed(ReversePath originator, Plan.Failed failed, Content message)
            throws IOException {
        var recipient = List.of(failed.recipient());
        var report = bounce.failed(originator, recipient, message, failed.status(), failed.why());
        if (report.isPresent()) {
            accept(report.get());
        }
    }

    @Override
    public void overQuota(Envelope envelope, List<Address> recipients, Content message)
            throws IOException {
        var why = Diagnosis.of("5.2.2", "the mailbox is full");
        var report = bounce.told(envelope, recipients, message, Action.FAILED, why);
        if (report.isPresent()) {
            accept(report.get());
        }
    }

    @Override
    public void failed(Envelope envelope, Plan.Failed failed, Content message) throws IOException {
        var why = Diagnosis.of(failed.status(), failed.why());
        var recipient = List.of(failed.recipient());
        var report = bounce.told(envelope, recipient, message, Action.FAILED, why);
        if (report.isPresent()) {
            accept(report.get());
        }
    }

    @Override
    public void delivered(Envelope envelope, List<Address> recipients, Content message)
            throws IOException {
        var why = Diagnosis.of("2.0.0", "it is in the mailbox");
        var report = bounce.told(envelope, recipients, message, Action.DELIVERED, why);
        if (report.isPresent()) {
            accept(report.get());
        }
    }

    private void accept(Incoming report) throws IOException {
        switch (store.accept(report)) {
            case Acceptance.Accepted _ -> {}
            case Acceptance.OverQuota _ -> throw new IOException("the originator's is full, too");
            case Acceptance.NoRoom _ -> throw new IOException("no room for the report");
        }
    }
}
