package dev.jebi.sieve;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Does what a script came to, in the suite's world.
final class SuiteDelivery {
    private final SuiteWorld world;
    private final SieveMessage message;
    private final SieveOwner owner;
    private final List<String> errors = new ArrayList<>();

    SuiteDelivery(SuiteWorld world, SieveMessage message, SieveOwner owner) {
        this.world = world;
        this.message = message;
        this.owner = owner;
    }

    /// Does it; gives what went wrong.
    List<String> carryOut(SieveOutcome outcome) throws IOException {
        for (SieveAction action : outcome.actions()) {
            switch (action) {
                case SieveAction.Keep keep ->
                        world.inbox().add(new SuiteWorld.Stored(keep.content(), keep.flags()));
                case SieveAction.FileInto fileInto -> file(fileInto);
                case SieveAction.Redirect redirect ->
                        world.sent.add(
                                new SuiteWorld.Sent(
                                        message.envelope().from(),
                                        redirect.to().toString(),
                                        redirect.content()));
                case SieveAction.Vacation vacation -> answer(vacation);
                case SieveAction.Notify notify -> tell(notify);
                case SieveAction.Remember remember -> world.remember(remember.seen());
                case SieveAction.Reject _, SieveAction.Ereject _, SieveAction.Discard _ -> {}
            }
        }
        if (!errors.isEmpty()) { // RFC 5228 §2.10.6
            world.inbox().add(new SuiteWorld.Stored(message.content(), List.of()));
        }
        return errors;
    }

    private void file(SieveAction.FileInto fileInto) {
        String mailbox = SuiteWorld.inbox(fileInto.target().mailbox());
        if (mailbox.contains("//")) {
            errors.add("failed to store into mailbox '" + mailbox + "': that is no name");
            return;
        }
        if (!world.mailboxes.containsKey(mailbox) && !fileInto.target().create()) {
            errors.add("failed to store into mailbox '" + mailbox + "': it doesn't exist");
            return;
        }
        world.mailboxes
                .computeIfAbsent(mailbox, _ -> new ArrayList<>())
                .add(new SuiteWorld.Stored(fileInto.content(), fileInto.flags()));
    }

    private void answer(SieveAction.Vacation vacation) throws IOException {
        if (VacationReply.of(vacation, message, List.of(), owner)
                instanceof VacationReply.Reply(var mail)) {
            send(mail);
        }
    }

    private void tell(SieveAction.Notify notify) throws IOException {
        Optional<SieveMail> mail = Notification.of(notify, message, owner);
        if (mail.isPresent()) {
            send(mail.get());
        }
    }

    private void send(SieveMail mail) {
        String from = mail.from().address().map(Address::toString).orElse("");
        if (mail.from().equals(ReversePath.NULL)) {
            from = "";
        }
        for (Address to : mail.to()) {
            world.sent.add(new SuiteWorld.Sent(from, to.toString(), mail.content()));
        }
    }
}
