package dev.jebi.imapserver;

import dev.jebi.content.Content;
import dev.jebi.imapserver.command.ImapCommand.Append.Message;
import dev.jebi.imapserver.command.ImapCommand.Append.Piece;
import dev.jebi.imapserver.command.ImapUrl;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.NewMessage;
import dev.jebi.mailstore.sharing.Right;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts messages together, from what a client sends and from what is here already (RFC 4469), octet
/// for octet. Mailboxes that it reads stay open until it is closed, so that what it gave can be
/// read until then. For one thread.
final class Catenation implements AutoCloseable {
    private final Sitting sitting;
    private final long most;
    private final Instant now;
    private final Map<MailboxName, Mailbox> opened = new HashMap<>();

    Catenation(Sitting sitting) {
        this.sitting = sitting;
        this.most = sitting.face().limits().append();
        this.now = sitting.face().clock().instant();
    }

    /// The message, ready to be stored.
    NewMessage message(Message message) throws IOException {
        var content = content(message.pieces());
        var head = MessageParser.parse(content, MimeLimits.STANDARD);
        return new NewMessage(content, head, message.flags(), message.internalDate().orElse(now));
    }

    private Content content(List<Piece> pieces) throws IOException {
        var contents = new ArrayList<Content>(pieces.size());
        long size = 0;
        for (Piece piece : pieces) {
            var content =
                    switch (piece) {
                        case Piece.Octets(var octets) -> octets;
                        case Piece.Url(var url) -> octets(url).orElseThrow(() -> badUrl(url));
                    };
            size += content.size();
            if (size > most) { // RFC 4469 §4.2
                throw ImapRefusal.no(
                        ResponseCode.Word.TOOBIG, "a message has at most " + most + " octets");
            }
            contents.add(content);
        }
        if (size == 0) { // RFC 3502 §6.3.11
            throw ImapRefusal.no("APPEND cancelled by a message of no octets");
        }
        return contents.size() == 1
                ? contents.getFirst()
                : Content.concat(contents.toArray(Content[]::new));
    }

    private static ImapRefusal badUrl(String url) {
        return ImapRefusal.no(new ResponseCode.BadUrl(url), "the URL names nothing that is here");
    }

    private Optional<Content> octets(String text) throws IOException {
        var own = sitting.names().account().id();
        var selected =
                sitting.selected()
                        .map(view -> view.mailbox().info())
                        .filter(info -> info.account().equals(own))
                        .map(MailboxInfo::name);
        var read = ImapUrl.read(text, selected);
        var mailbox = read.isEmpty() ? Optional.<Mailbox>empty() : mailbox(read.get());
        if (mailbox.isEmpty()) {
            return Optional.empty();
        }
        var url = read.orElseThrow();
        var content = mailbox.get().content(url.uid());
        var head = mailbox.get().head(url.uid());
        if (content.isEmpty() || head.isEmpty()) {
            return Optional.empty();
        }
        return new SectionResolver(content.get(), head.get().structure())
                .resolve(url.section())
                .map(octets ->
                        url.partial()
                                .map(p -> octets.slice(p.offset(), p.octets()))
                                .orElse(octets));
    }

    private Optional<Mailbox> mailbox(ImapUrl url) throws IOException {
        var mailbox =
                url.mailbox().isEmpty()
                        ? sitting.selected().map(SelectedMailbox::mailbox)
                        : open(url.mailbox().get());
        return mailbox.filter(m ->
                url.validity().isEmpty() || url.validity().get().equals(m.info().uidValidity()));
    }

    private Optional<Mailbox> open(MailboxName name) throws IOException {
        var known = Optional.ofNullable(opened.get(name));
        if (known.isPresent()) {
            return known;
        }
        var found = sitting.names().find(name).filter(there -> there.rights().has(Right.READ));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var mailbox = sitting.names().open(found.get()).mailbox();
        opened.put(name, mailbox);
        return Optional.of(mailbox);
    }

    @Override
    public void close() {
        opened.values().forEach(Mailbox::close);
    }
}
