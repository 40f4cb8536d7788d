package dev.jebi.useragent;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Surroundings;
import dev.jebi.useragent.compose.Addressing;
import dev.jebi.useragent.compose.Letter;
import dev.jebi.useragent.compose.LetterMime;
import dev.jebi.useragent.compose.LetterText;
import dev.jebi.useragent.compose.PersonsEditor;
import dev.jebi.useragent.compose.Review;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.local.Drafts;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.text.SafeText;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;

/// Where letters are finished: edited, kept as drafts, looked over, sent.
final class Desk {
    private final Surroundings surroundings;
    private final Account account;
    private final LocalStore store;
    private final Output output;

    Desk(Surroundings surroundings, Account account, LocalStore store, Output output) {
        this.surroundings = surroundings;
        this.account = account;
        this.store = store;
        this.output = output;
    }

    /// Finishes a letter as the options say.
    ///
    /// @param body what the words of the person make of the letter's text
    /// @param answers what becomes of the message that it answers
    void finish(
            Letter begun,
            UnaryOperator<String> body,
            WritingOptions options,
            Optional<String> answers)
            throws IOException {
        Optional<String> said = options.body();
        Letter letter = signed(said.map(w -> begun.withBody(body.apply(w))).orElse(begun));
        Optional<String> kept = Optional.empty();
        if (options.editor()) {
            String name = store.drafts().fresh();
            kept = Optional.of(name);
            store.drafts().keep(name, LetterText.of(letter));
            letter = edited(name);
        } else if (said.isEmpty() && surroundings.terminal()) {
            String name = store.drafts().fresh();
            kept = Optional.of(name);
            letter = typed(begun, body, name);
        } else if (said.isEmpty()) {
            letter = signed(begun.withBody(body.apply(ServerOptions.text(output.in()))));
        }
        if (options.draft()) {
            String name = kept.orElseGet(store.drafts()::fresh);
            store.drafts().keep(name, LetterText.of(letter));
            output.show(value(name), out -> out.line(name));
            return;
        }
        send(letter, options.wishes(kept, answers));
    }

    private Letter signed(Letter letter) {
        return letter.signed(account.signature());
    }

    /// What a person types at a terminal: each line is on the disk before the next.
    private Letter typed(Letter begun, UnaryOperator<String> body, String name) throws IOException {
        output.note("write the text; Ctrl-D on a line of its own ends it");
        var text = new StringBuilder();
        Letter letter = signed(begun.withBody(body.apply("")));
        store.drafts().keep(name, LetterText.of(letter));
        var lines = new BufferedReader(new InputStreamReader(output.in(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            text.append(line).append('\n');
            letter = signed(begun.withBody(body.apply(text.toString())));
            store.drafts().keep(name, LetterText.of(letter));
        }
        return letter;
    }

    /// Opens the person's editor on a draft. The draft is on the disk before and after.
    Letter edited(String name) throws IOException {
        PersonsEditor editor =
                PersonsEditor.of(surroundings.environment())
                        .orElseGet(() -> PersonsEditor.named("vi"));
        try {
            int exit = editor.edit(store.drafts().file(name));
            if (exit != 0) {
                throw new Failure(
                        Failure.Kind.TRY_AGAIN,
                        "the editor failed; the draft " + name + " is kept, nothing was sent");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    Failure.Kind.TRY_AGAIN, "interrupted; the draft " + name + " is kept", e);
        }
        return LetterText.parse(store.drafts().read(name));
    }

    /// Sends a letter when nothing stands in its way.
    void send(Letter written, Dispatch.Wishes wishes) throws IOException {
        Letter letter = written.from().isBlank() ? written.withFrom(account.author()) : written;
        if ((letter.to() + letter.cc() + letter.bcc()).isBlank()) {
            throw new Failure(Failure.Kind.USAGE, "nobody is to get it; give --to ADDRESS");
        }
        Path home = Path.of(System.getProperty("user.home"));
        Review review = Review.of(letter, home);
        if (!review.hindrances().isEmpty()) {
            throw new Failure(Failure.Kind.BAD_DATA, String.join("; ", review.hindrances()));
        }
        if (surroundings.terminal()) {
            review.warnings().forEach(output::note);
        }
        try {
            var values = new Properties();
            values.setProperty("mail.mime.allowutf8", String.valueOf(international(letter)));
            var ready =
                    new LetterMime(Session.getInstance(values), InstantSource.system(), home)
                            .of(letter);
            new Dispatch(account, store, output)
                    .send(
                            ready.message(),
                            ready.recipients().stream().map(InternetAddress::getAddress).toList(),
                            wishes);
        } catch (Addressing.BadAddress e) {
            throw new Failure(
                    Failure.Kind.BAD_DATA, SafeText.line(String.valueOf(e.getMessage())), e);
        } catch (MessagingException e) {
            throw new IOException(e);
        }
    }

    /// Whether an address needs a server that knows SMTPUTF8 (RFC 6531).
    private static boolean international(Letter letter) throws Addressing.BadAddress {
        for (String field : List.of(letter.from(), letter.to(), letter.cc(), letter.bcc())) {
            for (InternetAddress address : Addressing.parse(field)) {
                if (address.getAddress().chars().anyMatch(c -> c >= 0x80)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// A draft for scripts.
    Value.Fields value(String name) throws IOException {
        Drafts drafts = store.drafts();
        Letter letter = LetterText.parse(drafts.read(name));
        Path file = drafts.file(name);
        return new Value.Fields()
                .put("id", name)
                .put("to", letter.to())
                .put("subject", letter.subject())
                .put("changed", Files.getLastModifiedTime(file).toInstant().toString())
                .put("file", file.toString());
    }
}
