package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.text.HeaderWords;
import dev.jebi.useragent.text.Terminal;

import jakarta.mail.FetchProfile;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.UIDFolder;
import jakarta.mail.search.SearchTerm;

import org.eclipse.angus.mail.imap.IMAPFolder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/// `jebi mail ls`: the newest messages of a mailbox, the newest last.
@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        description = "The newest messages of a mailbox.")
final class LsCommand extends Verb {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final int FROM = 24;

    @Parameters(arity = "0..1", paramLabel = "MAILBOX", defaultValue = "INBOX")
    private String mailbox = "INBOX";

    @Option(names = "--limit", paramLabel = "N", description = "at most so many; default: 50")
    private int limit = 50;

    @Option(names = "--unseen", description = "only those not seen yet")
    private boolean unseen;

    @Option(
            names = "--search",
            paramLabel = "WORDS",
            description = "words with from:, to:, subject:, before:, since: (dates as 2026-11-22)")
    private String search = "";

    private record Row(
            String id, Instant date, String flags, String from, String subject, int size) {
        String shownId() {
            return Terminal.line(id);
        }

        boolean has(String flag) {
            return List.of(flags.split(" ")).contains(flag);
        }
    }

    @Override
    void run(Output output) throws MessagingException, IOException {
        if (limit < 1) {
            throw new Failure(Failure.Kind.USAGE, "--limit takes a number from 1 on");
        }
        Optional<SearchTerm> term = SearchWords.term(search, unseen);
        var rows = new ArrayList<Row>();
        withImap(store ->
                withMailbox(
                        store,
                        mailbox,
                        Folder.READ_ONLY,
                        folder -> rows.addAll(newest(folder, term))));
        if (json()) {
            output.json(g -> write(g, rows));
        } else {
            int width = rows.stream().mapToInt(r -> Terminal.width(r.shownId())).max().orElse(0);
            rows.forEach(row -> output.line(line(row, width)));
        }
    }

    private List<Row> newest(IMAPFolder folder, Optional<SearchTerm> term)
            throws MessagingException {
        Message[] found = found(folder, term);
        Message[] newest =
                Arrays.copyOfRange(found, Math.max(0, found.length - limit), found.length);
        fetch(folder, newest);
        var rows = new ArrayList<Row>();
        for (Message message : newest) {
            if (!message.isExpunged()) {
                rows.add(row(folder, message));
            }
        }
        return rows;
    }

    private Message[] found(IMAPFolder folder, Optional<SearchTerm> term)
            throws MessagingException {
        if (term.isPresent()) {
            return folder.search(term.get());
        }
        int count = folder.getMessageCount();
        return count == 0
                ? new Message[0]
                : folder.getMessages(Math.max(1, count - limit + 1), count);
    }

    private static void fetch(IMAPFolder folder, Message[] messages) throws MessagingException {
        var profile = new FetchProfile();
        profile.add(UIDFolder.FetchProfileItem.UID);
        profile.add(FetchProfile.Item.FLAGS);
        profile.add(FetchProfile.Item.ENVELOPE);
        profile.add(FetchProfile.Item.SIZE);
        profile.add(IMAPFolder.FetchProfileItem.INTERNALDATE);
        profile.add("From");
        profile.add("Subject");
        folder.fetch(messages, profile);
    }

    private static Row row(IMAPFolder folder, Message message) throws MessagingException {
        Date date =
                message.getSentDate() == null ? message.getReceivedDate() : message.getSentDate();
        return new Row(
                new MessageRef(folder.getFullName(), folder.getUID(message)).toString(),
                date == null ? Instant.EPOCH : date.toInstant(),
                FlagCommand.words(message.getFlags()),
                Addresses.text(message, "From"),
                HeaderWords.decode(subject(message)),
                message.getSize());
    }

    private static String subject(Message message) throws MessagingException {
        String[] raw = message.getHeader("Subject");
        return raw == null || raw.length == 0 ? "" : raw[0];
    }

    private static void write(tools.jackson.core.JsonGenerator g, List<Row> rows) {
        g.writeStartArray();
        for (Row row : rows) {
            g.writeStartObject();
            g.writeStringProperty("id", row.id());
            g.writeStringProperty("date", row.date().toString());
            g.writeStringProperty("flags", row.flags());
            g.writeStringProperty("from", row.from());
            g.writeStringProperty("subject", row.subject());
            g.writeNumberProperty("size", row.size());
            g.writeEndObject();
        }
        g.writeEndArray();
    }

    private static String line(Row row, int width) {
        String marks =
                (row.has("seen") ? " " : "N")
                        + (row.has("answered") ? "r" : " ")
                        + (row.has("flagged") ? "!" : " ");
        return Terminal.column(row.shownId(), width)
                + " "
                + WHEN.format(row.date().atZone(ZoneId.systemDefault()))
                + " "
                + marks
                + " "
                + Terminal.column(Terminal.line(row.from()), FROM)
                + " "
                + Terminal.line(row.subject());
    }
}
