package dev.jebi.useragent.panes;

import dev.jebi.useragent.compose.Answer;
import dev.jebi.useragent.compose.Letter;
import dev.jebi.useragent.compose.Original;
import dev.jebi.useragent.compose.PersonsEditor;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.reading.Attachment;
import dev.jebi.useragent.reading.MessageReading;
import dev.jebi.useragent.text.SafeText;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The way of a letter: begun, kept as a draft, written, looked over, sent or taken back. Stage
/// thread only.
final class Writing {
    private final Stage stage;
    private final Mail mail;
    private final MailActs acts;

    Writing(Stage stage, Mail mail, MailActs acts) {
        this.stage = stage;
        this.mail = mail;
        this.acts = acts;
    }

    /// A letter that is being written.
    ///
    /// @param draft its name among the drafts
    /// @param answered the message that it answers or passes on
    record Begun(String draft, Letter letter, Optional<MessageRef> answered) {
        Begun with(Letter changed) {
            return new Begun(draft, changed, answered);
        }
    }

    void compose(String to) {
        edit(
                new Begun(
                        mail.drafts().fresh(),
                        Letter.blank(mail.author()).withTo(to).signed(mail.signature()),
                        Optional.empty()));
    }

    /// An answer to a message, or the message passed on.
    void answer(Envelope envelope, Act act) {
        String draft = mail.drafts().fresh();
        stage.work(
                "reading",
                () -> signed(letter(envelope, mail.octets(envelope), draft, act)),
                letter -> edit(new Begun(draft, letter, Optional.of(envelope.ref()))));
    }

    private Letter letter(Envelope envelope, byte[] octets, String draft, Act act)
            throws MessagingException, IOException {
        var message = new MimeMessage((Session) null, new ByteArrayInputStream(octets));
        Original original = Original.of(message);
        var answer =
                new Answer(
                        mail.author(),
                        mail.addresses(),
                        ZoneId.systemDefault(),
                        stage.settings().korean());
        return switch (act) {
            case REPLY_ALL -> answer.reply(original, Answer.To.ALL);
            case REPLY_LIST -> answer.reply(original, Answer.To.LIST);
            case FORWARD -> answer.forward(original).withAttach(attached(message, draft));
            case FORWARD_WHOLE -> {
                Path file = mail.drafts().files(draft).resolve(envelope.name() + ".eml");
                Files.write(file, octets);
                yield answer.forward(original, List.of(file.toString()));
            }
            default -> answer.reply(original, Answer.To.AUTHOR);
        };
    }

    /// With the account's signature; an answer has a line for its words above it.
    private Letter signed(Letter letter) {
        boolean below = letter.answered().isPresent() && !mail.signature().isBlank();
        return (below ? letter.withBody(letter.body() + "\n") : letter).signed(mail.signature());
    }

    /// What is attached to a message, as files beside the draft.
    private List<String> attached(MimeMessage message, String draft)
            throws MessagingException, IOException {
        var files = new ArrayList<String>();
        for (Attachment attachment : MessageReading.of(message, false).attachments()) {
            Path directory = mail.drafts().files(draft);
            files.add(Saving.save(directory, attachment).toString());
        }
        return files;
    }

    void drafts() throws IOException {
        var choices = new ArrayList<ChoiceView.Choice>();
        List<Mail.Outgoing> outbox = mail.outbox();
        for (String name : mail.drafts().names()) {
            Letter letter = mail.drafts().read(name);
            String subject = letter.subject().isBlank() ? "(no subject)" : letter.subject();
            String to = letter.to().isBlank() ? "" : " → " + letter.to();
            choices.add(
                    new ChoiceView.Choice(
                            SafeText.line(subject + to),
                            of(outbox, name).isPresent() ? "waits to be sent" : name,
                            () -> reopen(name)));
        }
        if (choices.isEmpty()) {
            stage.say("there are no drafts");
        } else {
            stage.open(new ChoiceView(stage, "drafts", choices));
        }
    }

    private static Optional<Mail.Outgoing> of(List<Mail.Outgoing> outbox, String draft) {
        return outbox.stream().filter(o -> o.draft().equals(Optional.of(draft))).findFirst();
    }

    /// Goes on with a draft. One that waits to be sent is taken back before, else it would be sent
    /// as it was, and once more when it is changed.
    private void reopen(String draft) {
        try {
            Optional<Mail.Outgoing> waiting = of(mail.outbox(), draft);
            if (waiting.isPresent()) {
                takeBack(waiting.get());
            } else {
                edit(new Begun(draft, mail.drafts().read(draft), Optional.empty()));
            }
        } catch (NoSuchFileException _) {
            stage.say("it is sent or discarded already");
        } catch (IOException e) {
            stage.warn("the draft cannot be read: " + Stage.sentence(e));
        }
    }

    /// Opens the editor; the draft is on the disk before.
    void edit(Begun begun) {
        Optional<PersonsEditor> editor =
                stage.settings().builtInEditor()
                        ? Optional.empty()
                        : PersonsEditor.of(stage.settings().environment());
        if (!keep(begun)) {
            return;
        }
        if (editor.isPresent()) {
            own(begun, editor.get());
        } else {
            stage.open(new Composer(stage, mail, this, begun));
        }
    }

    /// Keeps a draft.
    ///
    /// @return whether it is kept
    boolean keep(Begun begun) {
        try {
            mail.drafts().keep(begun.draft(), begun.letter());
            return true;
        } catch (IOException e) {
            stage.warn("the draft cannot be kept: " + Stage.sentence(e));
            return false;
        }
    }

    /// Opens the person's own editor on the draft.
    void own(Begun begun, PersonsEditor editor) {
        try {
            Path file = mail.drafts().file(begun.draft());
            int exit = stage.aside(() -> editor.edit(file));
            Letter written = mail.drafts().read(begun.draft());
            if (exit != 0) {
                stage.warn(
                        "the editor failed; the draft is kept, " + keys(Act.DRAFTS) + " shows it");
                return;
            }
            stage.open(new ReviewView(stage, mail, this, begun.with(written)));
        } catch (IOException e) {
            stage.warn("the editor cannot be run: " + Stage.sentence(e) + "; the draft is kept");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            stage.quit();
        }
    }

    String keys(Act act) {
        return stage.keymap().keysOf(act).split(" ", 2)[0];
    }

    /// Puts the letter into the outbox, from where it can be taken back for a while.
    void send(Begun begun) {
        stage.work(
                "outbox",
                () -> mail.send(begun.draft(), begun.letter(), begun.answered()),
                outgoing ->
                        acts.did(
                                "sending in a moment",
                                () -> {
                                    if (!mail.takeBack(outgoing)) {
                                        throw new IOException("it is sent already");
                                    }
                                },
                                () -> {
                                    stage.say("taken back");
                                    edit(begun);
                                }),
                fault -> {
                    stage.warn("not sent: " + Stage.sentence(fault) + "; the draft is kept");
                    stage.open(new ReviewView(stage, mail, this, begun));
                });
    }

    /// Takes a message out of the outbox and opens its draft.
    void takeBack(Mail.Outgoing waiting) {
        stage.work(
                "outbox",
                () -> mail.takeBack(waiting),
                inTime -> {
                    stage.say(inTime ? "taken back" : "it is sent already");
                    if (inTime) {
                        waiting.draft().ifPresent(this::reopen);
                    }
                });
    }

    /// Forgets a draft.
    void discard(Begun begun) {
        try {
            Letter letter = begun.letter();
            mail.drafts().remove(begun.draft());
            acts.did(
                    "draft discarded",
                    () -> mail.drafts().keep(begun.draft(), letter),
                    () -> edit(begun));
        } catch (IOException e) {
            stage.warn(Stage.sentence(e));
        }
    }
}
